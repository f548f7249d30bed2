import { opensMedia } from "#actions/media-link.ts";
import { parseId, type UploadId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import { findUploadById } from "#store/uploads.ts";
import { pictureResponse } from "./picture-response.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";

/** Pictures that an app sent ahead, for the app alone: whoever has the key that only its owner was told. */
export function uploadRoutes(app: WebApp, { instance }: WebServices): void {
  const picture = async (c: WebContext, size: "full" | "thumbnail"): Promise<Response> => {
    const id = parseId<UploadId>(c.req.param("upload") ?? "");
    const row = id && (await findUploadById(instance.db, id));
    if (row?.state !== "ready" || !opensMedia(instance, row.imageId, c.req.query("key") ?? "")) {
      throw notFound("picture");
    }
    const image = await instance.drafts.open(row.imageId, row.key);
    if (image === undefined) throw notFound("picture");
    c.header("access-control-allow-origin", "*");
    c.header("cross-origin-resource-policy", "cross-origin");
    const { mediaType } = image;
    return pictureResponse(c, { bytes: image[size], mediaType }, `${row.id}-${size}`, "private");
  };
  app.get("/uploads/:upload", (c) => picture(c, "full"));
  app.get("/uploads/:upload/thumbnail", (c) => picture(c, "thumbnail"));
}
