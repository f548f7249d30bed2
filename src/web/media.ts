import { opensMedia } from "#actions/media-link.ts";
import { type ImageId, parseId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import { findPictureAudience, isPostPictureSeen } from "#store/pictures.ts";
import { pictureResponse } from "./picture-response.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { postReaderOf, viewerOf } from "./viewer.ts";

/** The bytes of the pictures of cases and posts, for whoever may see these; to everyone else there is no such picture. */
export function mediaRoutes(app: WebApp, { instance }: WebServices): void {
  const picture = async (c: WebContext, size: "full" | "thumbnail"): Promise<Response> => {
    const id = parseId<ImageId>(c.req.param("image") ?? "");
    if (id === undefined) throw notFound("picture");
    const audience = await findPictureAudience(instance.db, id, viewerOf(c));
    const isSeen =
      audience !== undefined ||
      opensMedia(instance, id, c.req.query("key") ?? "") ||
      (await isPostPictureSeen(instance.db, id, postReaderOf(c)));
    const blob = isSeen ? await instance.blobs.get(`${id}/${size}`) : undefined;
    if (blob === undefined) throw notFound("picture");
    // Apps that run in a browser show them, too; for other origins no cookie is sent along.
    c.header("access-control-allow-origin", "*");
    c.header("cross-origin-resource-policy", "cross-origin");
    return pictureResponse(c, blob, `${id}-${size}`, audience === "public" ? "public" : "private");
  };
  app.get("/media/:image", (c) => picture(c, "full"));
  app.get("/media/:image/thumbnail", (c) => picture(c, "thumbnail"));
}
