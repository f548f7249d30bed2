import { MAX_IMAGE_BYTES } from "#domain/image.ts";
import { invalid } from "#domain/refusal.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { refusalOf, signedGet } from "../loaders.ts";
import type { SigningKey } from "../keys.ts";

/**
 * Fetches a picture with a request signed by the institution: those of restricted cases are shown to nobody else.
 *
 * @throws Refusal not-found, unavailable; invalid where it is no picture; NetError
 */
export async function fetchPicture(
  fetcher: Pick<Fetcher, "fetch">,
  key: SigningKey,
  url: string,
): Promise<Uint8Array> {
  const response = await signedGet(fetcher, new URL(url), key, "image/*", null, MAX_IMAGE_BYTES);
  const where = `The picture at ${new URL(url).host}`;
  if (!response.ok) throw refusalOf(where, response.status);
  // What is shown as something else on its own server is no picture of a case (CVE-2024-25623).
  if (response.headers.get("content-type")?.toLowerCase().startsWith("image/") !== true) {
    throw invalid("image", `${where} is of another type.`);
  }
  return response.bytes();
}
