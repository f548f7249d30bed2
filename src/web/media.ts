import { type ImageId, parseId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import { findPictureAudience } from "#store/pictures.ts";
import { pictureResponse } from "./picture-response.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { viewerOf } from "./viewer.ts";

/** The bytes of the pictures of cases, for whoever may see the case; to everyone else there is no such picture. */
export function mediaRoutes(app: WebApp, { instance }: WebServices): void {
  const picture = async (c: WebContext, size: "full" | "thumbnail"): Promise<Response> => {
    const id = parseId<ImageId>(c.req.param("image") ?? "");
    if (id === undefined) throw notFound("picture");
    const audience = await findPictureAudience(instance.db, id, viewerOf(c));
    const blob = audience && (await instance.blobs.get(`${id}/${size}`));
    if (blob === undefined) throw notFound("picture");
    return pictureResponse(c, blob, `${id}-${size}`, audience === "public" ? "public" : "private");
  };
  app.get("/media/:image", (c) => picture(c, "full"));
  app.get("/media/:image/thumbnail", (c) => picture(c, "thumbnail"));
}
