/** What came back from an inbox. */
export type Answer =
  | { readonly kind: "status"; readonly status: number; readonly retryAfter: string | null }
  /** No answer at all: not found, refused, too slow, broken off. */
  | { readonly kind: "none"; readonly error: string };

export interface RetryPolicy {
  /** Before the second attempt, about; doubles from there. */
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  readonly maxAttempts: number;
}

/** From five seconds to six hours; twenty attempts take about two and a half days. */
export const RETRIES: RetryPolicy = {
  firstRetryMs: 5000,
  longestRetryMs: 6 * 3_600_000,
  maxAttempts: 20,
};

/** What becomes of a delivery after an attempt. */
export type Verdict =
  | { readonly kind: "delivered" }
  /** Given up; the host itself is well unless `ill`. */
  | { readonly kind: "failed"; readonly error: string; readonly ill: boolean }
  | { readonly kind: "retry"; readonly error: string; readonly inMs: number; readonly ill: boolean };

/**
 * Decides after an attempt. 4xx says that this activity will never be taken, except 401 (their way to our key may be
 * broken at the moment; Mastodon tries again, too), 408 and 429. `ill` means that the host seems to be down.
 *
 * @param attempt counted from 1
 * @param random from 0 to 1, so that deliveries that failed together do not come back together
 */
export function judge(
  answer: Answer,
  attempt: number,
  policy: RetryPolicy,
  now: Date,
  random: number,
): Verdict {
  if (answer.kind === "status" && answer.status >= 200 && answer.status < 300) return { kind: "delivered" };
  const error = answer.kind === "none" ? answer.error : `The inbox answered ${answer.status}.`;
  const ill = answer.kind === "none" || answer.status >= 500 || answer.status === 408;
  if (answer.kind === "status" && isFinal(answer.status)) return { kind: "failed", error, ill: false };
  if (attempt >= policy.maxAttempts) return { kind: "failed", error, ill };
  const backOff =
    Math.min(policy.longestRetryMs, policy.firstRetryMs * 2 ** (attempt - 1)) * (0.5 + random / 2);
  const asked = answer.kind === "status" ? retryAfterMs(answer.retryAfter, now) : 0;
  return {
    kind: "retry",
    error,
    inMs: Math.max(backOff, Math.min(asked, policy.longestRetryMs)),
    ill,
  };
}

const isFinal = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429;

/** Reads a Retry-After header (RFC 9110 §10.2.3): seconds, or a date; 0 where it is neither. */
function retryAfterMs(header: string | null, now: Date): number {
  if (header === null) return 0;
  if (/^\d{1,9}$/u.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime());
}
