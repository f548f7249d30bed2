import { NetError } from "./errors.ts";
import { Gather } from "./gather.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Deeper than any honest document, and shallow enough for everything that walks one by recursion. */
const DEFAULT_MAX_DEPTH = 64;
const DEFAULT_MAX_BYTES = 1024 * 1024;

/**
 * Whether a JSON text nests arrays and objects more than `max` deep (`[[]]` is 2 deep). One pass, no recursion, and it stops at the
 * first that is too deep. A text that is not JSON gets an answer for the part that a parser would have read.
 */
export function jsonDepthExceeds(text: string, max: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) {
      isInString = true;
    } else if (code === 0x5b || code === 0x7b) {
      depth++;
      if (depth > max) return true;
    } else if (code === 0x5d || code === 0x7d) {
      depth--;
    }
  }
  return false;
}

/**
 * Reads a body as JSON (RFC 8259: UTF-8; a byte order mark is ignored), at most `maxBytes` and `maxDepth` of it. The caller
 * checks the shape of what comes back.
 *
 * @throws {NetError} `too-large`, `too-deep`, `not-json`
 */
export async function readJson(
  response: Response,
  limits: { readonly maxBytes?: number; readonly maxDepth?: number } = {},
): Promise<unknown> {
  const { maxBytes = DEFAULT_MAX_BYTES, maxDepth = DEFAULT_MAX_DEPTH } = limits;
  const where = response.url === "" ? "The body" : response.url.split(/[?#]/, 1).join("");
  const body = new Gather();
  const stream: AsyncIterable<Uint8Array> | null = response.body;
  if (stream !== null) {
    // Leaving the loop cancels the rest of the body.
    for await (const piece of stream) {
      body.add(piece);
      if (body.length > maxBytes) {
        throw new NetError("too-large", `${where} is more than the ${maxBytes} bytes allowed.`);
      }
    }
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body.bytes());
  } catch (error) {
    throw new NetError("not-json", `${where} is not JSON: it is not in UTF-8.`, error);
  }
  if (jsonDepthExceeds(text, maxDepth)) {
    throw new NetError("too-deep", `${where} nests more than the ${maxDepth} levels allowed.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NetError("not-json", `${where} is not JSON.`, error);
  }
}
