import { MAX_IMAGE_BYTES } from "#domain/image.ts";
import { unavailable } from "#domain/refusal.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { signedGet } from "../loaders.ts";
import type { SigningKey } from "../keys.ts";

/**
 * Fetches a picture with a request signed by the institution: those of restricted cases are shown to nobody else.
 *
 * @throws Refusal unavailable; NetError
 */
export async function fetchPicture(
  fetcher: Pick<Fetcher, "fetch">,
  key: SigningKey,
  url: string,
): Promise<Uint8Array> {
  const response = await signedGet(fetcher, new URL(url), key, "image/*", null, MAX_IMAGE_BYTES);
  if (!response.ok) throw unavailable(`${new URL(url).host} answers ${response.status} for a picture.`);
  return response.bytes();
}
