import { MAX_IMAGE_BYTES } from "#domain/image.ts";
import { invalid } from "#domain/refusal.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { followRedirects, refusalOf, signedGet } from "../loaders.ts";
import type { SigningKey } from "../keys.ts";

/**
 * Fetches a picture with a request signed by the institution: those of restricted cases are shown to nobody else. A
 * redirect is followed on the same host only, where the author's server moved it to.
 *
 * @throws Refusal not-found, unavailable; invalid where it is no picture, or on another host; NetError
 */
export async function fetchPicture(
  fetcher: Pick<Fetcher, "fetch">,
  key: SigningKey,
  address: string,
): Promise<Uint8Array> {
  const start = new URL(address);
  const where = `The picture at ${start.host}`;
  const { response } = await followRedirects(start, (url) => {
    if (url.host !== start.host) throw invalid("image", `${where} redirects to another host, ${url.host}.`);
    return signedGet(fetcher, url, key, "image/*", null, MAX_IMAGE_BYTES);
  });
  if (!response.ok) throw refusalOf(where, response.status);
  // What is shown as something else on its own server is no picture of a case (CVE-2024-25623).
  if (response.headers.get("content-type")?.toLowerCase().startsWith("image/") !== true) {
    throw invalid("image", `${where} is of another type.`);
  }
  return response.bytes();
}
