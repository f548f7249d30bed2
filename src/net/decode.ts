import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { errorCode, NetError } from "./errors.ts";
import { type Limits, tooLargeBody, unwantedCoding } from "./limits.ts";

const decoders = new Map([
  ["gzip", promisify(gunzip)],
  ["x-gzip", promisify(gunzip)],
  ["deflate", promisify(inflate)],
  ["br", promisify(brotliDecompress)],
]);

/** What a request offers (RFC 9110, section 12.5.3). */
export const ACCEPT_ENCODING = "gzip, br";

/**
 * Undoes a content coding (RFC 9110, section 8.4), never making more than `maxBytes`.
 *
 * @throws {NetError} `too-large`; `bad-response` when the coding is unknown, stacked, or the bytes are not in it.
 */
export async function decodeBody(
  body: Buffer,
  coding: string,
  limits: Pick<Limits, "where" | "maxBytes">,
): Promise<Buffer> {
  const name = coding.trim().toLowerCase();
  if (name === "" || name === "identity" || body.length === 0) return body;
  const decoder = decoders.get(name);
  if (decoder === undefined) throw unwantedCoding(limits);
  try {
    return await decoder(body, { maxOutputLength: limits.maxBytes });
  } catch (error) {
    if (errorCode(error) === "ERR_BUFFER_TOO_LARGE") throw tooLargeBody(limits);
    throw new NetError(
      "bad-response",
      `${limits.where} answered in broken ${name} (${errorCode(error)}).`,
      error,
    );
  }
}
