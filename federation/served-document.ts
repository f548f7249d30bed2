import { createHash } from "node:crypto";

/** A document that is ready to be sent, as often as it is asked for. */
export interface ServedDocument {
  /** In UTF-8. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same for the same bytes (RFC 9110 §8.8.3). */
  readonly etag: string;
}

export function servedDocument(text: string): ServedDocument {
  const bytes = new TextEncoder().encode(text);
  return { bytes, etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"` };
}

export interface Serving {
  /** Of the answer with the document; 410 for one that says what was there. */
  readonly status?: 200 | 410;
  readonly contentType: string;
  /** The `Cache-Control` of the answer, whatever that is. */
  readonly caching: string;
  /** Other headers that are the same for what is there and what is not. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Answers with a document, or with 304 where whoever asks has it already; undefined with 404. Headers are given as they
 * are and pass no middleware: what is asked for thousands of times a second is answered from here.
 */
export function serveDocument(
  request: Request,
  document: ServedDocument | undefined,
  { status = 200, contentType, caching, headers }: Serving,
): Response {
  const common = { "cache-control": caching, "x-content-type-options": "nosniff", ...headers };
  if (document === undefined) {
    return new Response('{"error":"Not found"}', {
      status: 404,
      headers: { ...common, "content-type": "application/json" },
    });
  }
  const tagged = { ...common, etag: document.etag };
  if (status === 200 && isKnown(request.headers.get("if-none-match"), document.etag)) {
    return new Response(null, { status: 304, headers: tagged });
  }
  return new Response(document.bytes, { status, headers: { ...tagged, "content-type": contentType } });
}

/** Whether an `If-None-Match` lists the tag; weak and strong ones are alike there (RFC 9110 §13.1.2). */
const isKnown = (header: string | null, etag: string): boolean =>
  header !== null &&
  header.split(",").some((listed) => {
    const tag = listed.trim().replace(/^W\//u, "");
    return tag === "*" || tag === etag;
  });
