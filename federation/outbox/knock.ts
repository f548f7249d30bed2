import type { SigningKey } from "../keys.ts";
import type { Answer } from "./judge.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { type Signatures, signedHeaders } from "../signature/sign.ts";

export interface Knock {
  readonly inbox: string;
  readonly body: string;
  readonly key: SigningKey;
  /** What the host took last time. */
  readonly signatures: Signatures;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** An answer, and the way of signing that it is the answer to. */
export type Knocked = Answer & { readonly signatures: Signatures };

const ACTIVITY = "application/activity+json";
// A server that cannot read a signature says so in one of these ways.
const MAYBE_THE_SIGNATURE: ReadonlySet<number> = new Set([400, 401, 403]);

/**
 * Posts an activity to an inbox, signed by its sender; where the signature may be what was refused, once more at once
 * with the other kind ("double-knocking", swicg activitypub-http-signature, "How to Upgrade Supported Versions").
 *
 * @returns the answer that is meant: the second one where it is a success, else the first
 * @throws the signal's reason when it is aborted
 */
export async function knock(fetcher: Pick<Fetcher, "fetch">, options: Knock): Promise<Knocked> {
  const first = { ...(await post(fetcher, options, options.signatures)), signatures: options.signatures };
  if (first.kind !== "status" || !MAYBE_THE_SIGNATURE.has(first.status)) return first;
  const other = options.signatures === "rfc9421" ? "cavage" : "rfc9421";
  const second = await post(fetcher, options, other);
  return isSuccess(second) ? { ...second, signatures: other } : first;
}

const isSuccess = (answer: Answer): boolean =>
  answer.kind === "status" && answer.status >= 200 && answer.status < 300;

async function post(
  fetcher: Pick<Fetcher, "fetch">,
  { inbox, body, key, timeoutMs, signal }: Knock,
  signatures: Signatures,
): Promise<Answer> {
  const url = new URL(inbox);
  const bytes = new TextEncoder().encode(body);
  const headers = await signedHeaders(
    { url, contentType: ACTIVITY, body: bytes },
    key,
    signatures,
    new Date(),
  );
  try {
    const response = await fetcher.fetch(url, {
      method: "POST",
      headers: { accept: ACTIVITY, ...headers },
      body: bytes,
      redirect: "manual",
      timeoutMs,
      signal,
    });
    return { kind: "status", status: response.status, retryAfter: response.headers.get("retry-after") };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: "none", error: error instanceof Error ? error.message : String(error) };
  }
}
