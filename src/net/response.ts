import { decodeBody } from "./decode.ts";
import { NetError } from "./errors.ts";
import { type RawResponse } from "./exchange.ts";
import { type Limits } from "./limits.ts";

const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

const PRINTABLE = /^[ -~]*$/;

/** A field of the response, its values joined as RFC 9110 (section 5.3) allows; null when absent. */
export function header(raw: RawResponse, name: string): string | null {
  const value = raw.headers[name];
  if (value === undefined) return null;
  return typeof value === "string" ? value : value.join(", ");
}

/**
 * Makes a standard Response whose body is decoded and complete. The headers describe that body: content-encoding and
 * content-length of the wire are left out.
 *
 * @throws {NetError} `too-large` or `bad-response`
 */
export async function standardResponse(
  raw: RawResponse,
  url: URL,
  isRedirected: boolean,
  limits: Limits,
): Promise<Response> {
  const isNone = (cause?: unknown): NetError =>
    new NetError("bad-response", `${limits.where} answered with a status or header that is none.`, cause);
  // The Response that the HTTP server of this process puts in the standard one's place takes any status.
  if (raw.status < 200 || raw.status > 599) throw isNone();
  const coding = header(raw, "content-encoding");
  const body = coding === null ? raw.body : await decodeBody(raw.body, coding, limits);
  const hasBody = body.length > 0 && !NO_BODY.has(raw.status);
  try {
    const headers = new Headers();
    for (const [name, value] of Object.entries(raw.headers)) {
      if (value === undefined || name === "content-encoding" || name === "content-length") continue;
      for (const each of typeof value === "string" ? [value] : value) headers.append(name, each);
    }
    // The text beside a status means nothing (RFC 9112, section 4), so an odd one costs nobody the answer.
    const statusText = PRINTABLE.test(raw.statusText) ? raw.statusText : "";
    const init = { status: raw.status, statusText, headers };
    return at(new Response(hasBody ? body : null, init), url.href, isRedirected);
  } catch (error) {
    throw isNone(error);
  }
}

/** A Response made by hand has no address, yet who answered decides what an answer may say. */
function at(response: Response, url: string, isRedirected: boolean): Response {
  return Object.defineProperties(response, {
    url: { value: url },
    redirected: { value: isRedirected },
    clone: { value: () => at(Response.prototype.clone.call(response), url, isRedirected) },
  });
}
