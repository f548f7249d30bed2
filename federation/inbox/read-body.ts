import { Gather } from "#net/gather.ts";

/** Why a body was not read to its end. */
export type BodyFault = "too-large" | "too-slow" | "not-text";

/**
 * Reads the text of a request, counting as it comes: what a header says of its length counts for nothing. Whoever sends
 * slowly is cut off after `timeoutMs`.
 *
 * @returns with the bytes, which are what is signed
 */
export async function readBody(
  request: Request,
  { maxBytes, timeoutMs }: { readonly maxBytes: number; readonly timeoutMs: number },
): Promise<{ readonly bytes: Uint8Array; readonly text: string } | BodyFault> {
  const body = new Gather();
  if (request.body !== null) {
    const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
    const timer = setTimeout(() => void reader.cancel(SLOW).catch(() => {}), timeoutMs);
    const end = performance.now() + timeoutMs;
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        body.add(read.value);
        if (body.length > maxBytes) {
          void reader.cancel().catch(() => {});
          return "too-large";
        }
      }
      // A cancelled reader ends like one that came to its end.
      if (performance.now() >= end) return "too-slow";
    } finally {
      clearTimeout(timer);
    }
  }
  const bytes = body.bytes();
  try {
    return { bytes, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return "not-text";
  }
}

const SLOW = new Error("The body came too slowly.");
