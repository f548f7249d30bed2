import type { WebContext } from "./services.ts";

/** A picture may hold what a browser must never run: it stands alone, without scripts, styles or frames. */
const PICTURE_POLICY = "default-src 'none'; sandbox";

/**
 * Answers with the bytes of a picture, which never change under their name, or with 304 where the browser has them.
 *
 * @param name what the entity tag is made of (RFC 9110, section 8.8.3)
 * @param sharing whether caches between may keep it; a private one is asked for again each time, since the reader may
 *   have signed out on a shared computer
 */
export function pictureResponse(
  c: WebContext,
  picture: { readonly bytes: Uint8Array; readonly mediaType: string },
  name: string,
  sharing: "public" | "private",
): Response {
  const tag = `"${name}"`;
  c.header("etag", tag);
  c.header("content-security-policy", PICTURE_POLICY);
  c.header("x-content-type-options", "nosniff");
  if (sharing === "public") c.header("cache-control", "public, max-age=31536000, immutable");
  else {
    c.header("cache-control", "private, no-cache");
    c.header("vary", "Cookie");
  }
  if (matchesTag(c.req.header("if-none-match"), tag)) return c.body(null, 304);
  c.header("content-type", picture.mediaType);
  c.header("content-disposition", "inline");
  return c.body(new Uint8Array(picture.bytes));
}

/** Whether the browser has this already (RFC 9110, section 13.1.2: the weak comparison). */
export const matchesTag = (header: string | undefined, tag: string): boolean =>
  header !== undefined &&
  header.split(",").some((candidate) => ["*", tag].includes(candidate.trim().replace(/^W\//u, "")));
