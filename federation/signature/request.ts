import type { KeyObject } from "node:crypto";

/** A request as its signature speaks of it. */
export interface SignedRequest {
  readonly method: string;
  /** The public address that it was sent to, whatever a proxy made of it. */
  readonly url: URL;
  readonly headers: Headers;
  /** Absent where the method has none. */
  readonly body: Uint8Array | undefined;
}

/** A signature that covers what it must and is of now; whether it holds is for the key to say. */
export interface ReadSignature {
  /** The address of the key by the sender's word. */
  readonly keyId: string;
  /** Whether it was made with the private half of this key, by an algorithm that is the key's. */
  readonly holds: (key: KeyObject) => boolean;
}

/** What is wrong, in words for whoever sent the request. */
export interface SignatureFault {
  readonly fault: string;
}

/**
 * How far the time of a signature may be from ours, either way: an hour, as other servers of the field have it, since
 * clocks are wrong and queues are slow. What is sent again within it, or later, is known by its id.
 */
export const WINDOW_MS = 3_600_000;

export const isNow = (time: number, now: number): boolean => Math.abs(time - now) <= WINDOW_MS;

/** The value of a header as signatures have it; the host is our own, whatever a proxy says. */
export const fieldValue = ({ headers, url }: SignedRequest, name: string): string | null =>
  name === "host" ? url.host : headers.get(name);

export const missingText = (missing: readonly string[]): SignatureFault => ({
  fault: `The signature must cover ${missing.join(", ")}.`,
});
