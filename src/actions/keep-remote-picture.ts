import type { ImageId } from "#domain/ids.ts";
import { deidentifyImage } from "#deid/deidentify-image.ts";
import { markStored, pictureToFetch } from "#store/pictures.ts";
import type { Instance } from "#instance";
import { forgetPictures } from "./forget-pictures.ts";

/**
 * Fetches the picture of a remote case or post and keeps it, encoded anew by the same steps as our own: pages never link to other
 * servers, and nothing but pixels is kept. Does nothing where the picture is here already.
 *
 * @throws Refusal where it cannot be had now, or is no picture that is taken
 */
export async function keepRemotePicture(instance: Instance, id: ImageId): Promise<void> {
  const url = await pictureToFetch(instance.db, id);
  if (url === undefined) return;
  const image = await deidentifyImage(await instance.remote.fetchPicture(url));
  await instance.blobs.put(`${id}/full`, image.full, image.mediaType);
  await instance.blobs.put(`${id}/thumbnail`, image.thumbnail, image.mediaType);
  const { mediaType, width, height, blurhash } = image;
  const isWanted = await markStored(instance.db, id, { mediaType, width, height, blurhash });
  // What it belonged to was deleted while it was on its way.
  if (!isWanted) await forgetPictures(instance, [id]);
}
