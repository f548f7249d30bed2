import { NetError, shown } from "./errors.ts";
import { type Outgoing, parseAddress } from "./request.ts";

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Headers that prove who asks, or that were made for one address; they never reach another origin. */
const FOR_ONE_ORIGIN = ["authorization", "cookie", "dpop", "signature", "signature-input"];

/** Headers about a body that is not sent again. */
const ABOUT_THE_BODY = [
  "content-digest",
  "content-encoding",
  "content-language",
  "content-location",
  "content-type",
  "digest",
];

/**
 * The request that a redirect asks for, by the rules of the Fetch standard ("HTTP-redirect fetch"); undefined when the
 * response is none.
 *
 * @throws {NetError} `bad-response` when the address to go to is none; what `parseAddress` throws.
 */
export function redirected(from: Outgoing, status: number, location: string | null): Outgoing | undefined {
  if (!REDIRECTS.has(status) || location === null) return undefined;
  const target = URL.parse(location, from.url.href);
  if (target === null) {
    throw new NetError("bad-response", `${shown(from.url)} redirects to what is not an address.`);
  }
  const url = parseAddress(target);
  const headers = new Map(from.headers);
  if (url.origin !== from.url.origin) for (const name of FOR_ONE_ORIGIN) headers.delete(name);
  const becomesGet =
    status === 303
      ? from.method !== "GET" && from.method !== "HEAD"
      : (status === 301 || status === 302) && from.method === "POST";
  if (!becomesGet) return { ...from, url, headers };
  for (const name of ABOUT_THE_BODY) headers.delete(name);
  return { url, method: "GET", headers, body: null };
}
