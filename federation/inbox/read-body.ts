import { Gather } from "#net/gather.ts";

/** Why a body was not read to its end. */
export type BodyFault = "too-large" | "too-slow" | "not-text";

interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/**
 * Reads the text of a request, within limits. Whoever sends slowly is cut off after `timeoutMs`.
 *
 * @returns with the bytes, which are what is signed
 */
export async function readBody(
  request: Request,
  limits: BodyLimits,
): Promise<{ readonly bytes: Uint8Array; readonly text: string } | BodyFault> {
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (length > limits.maxBytes) return "too-large";
  // Node's parser lets nobody send more than the length that they said, and reading in one piece is much cheaper.
  const bytes = await (Number.isNaN(length) ? readPieces(request, limits) : readAtOnce(request, limits));
  if (typeof bytes === "string") return bytes;
  try {
    return { bytes, text: utf8.decode(bytes) };
  } catch {
    return "not-text";
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

async function readAtOnce(
  request: Request,
  { maxBytes, timeoutMs }: BodyLimits,
): Promise<Uint8Array | BodyFault> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<"too-slow">((resolve) => {
    timer = setTimeout(resolve, timeoutMs, "too-slow");
  });
  // Should it come to an end after all, or break off, nobody is interested any more.
  const whole = request.arrayBuffer();
  whole.catch(() => {});
  const bytes = await Promise.race([whole, tooSlow]);
  clearTimeout(timer);
  if (bytes === "too-slow") return bytes;
  return bytes.byteLength > maxBytes ? "too-large" : new Uint8Array(bytes);
}

/** Counts what comes, since nobody said how much it is. */
async function readPieces(
  request: Request,
  { maxBytes, timeoutMs }: BodyLimits,
): Promise<Uint8Array | BodyFault> {
  const body = new Gather();
  if (request.body === null) return body.bytes();
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  let isCutOff = false;
  const timer = setTimeout(() => {
    isCutOff = true;
    void reader.cancel(SLOW).catch(() => {});
  }, timeoutMs);
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      body.add(read.value);
      if (body.length > maxBytes) {
        void reader.cancel().catch(() => {});
        return "too-large";
      }
    }
    // A cancelled reader ends like one that came to its end.
    return isCutOff ? "too-slow" : body.bytes();
  } finally {
    clearTimeout(timer);
  }
}

const SLOW = new Error("The body came too slowly.");
