import type { DeidentifiedImage } from "#domain/image.ts";
import { encodeImage } from "#media/encode-image.ts";
import { markDeidentified } from "./mark-deidentified.ts";
import { verifyImage } from "./verify-image.ts";

/**
 * Makes the only kind of image that can be stored or sent with a case, in steps: pixels encoded anew, then verified to
 * carry nothing beside them. Throws the Refusals of {@link encodeImage} for a file that is not taken; a step that finds
 * what it must not let pass throws an Error, so that no image comes out.
 */
export async function deidentifyImage(bytes: Uint8Array): Promise<DeidentifiedImage> {
  const image = await encodeImage(bytes);
  await verifyImage(image);
  return markDeidentified(image);
}
