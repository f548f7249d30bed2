/** How much one caller may ask for. */
export interface Quota {
  readonly limit: number;
  readonly windowMs: number;
}

const FIVE_MINUTES = 5 * 60_000;

/**
 * The quotas that Mastodon has, in its proportions: of a person, of an address without a person's token (25 times as much),
 * and of a person's uploads (a tenth). https://docs.joinmastodon.org/api/rate-limits/
 */
export const quotasOf = (perPerson: number): Readonly<Record<"person" | "address" | "upload", Quota>> => ({
  person: { limit: perPerson, windowMs: FIVE_MINUTES },
  address: { limit: perPerson * 25, windowMs: FIVE_MINUTES },
  upload: { limit: Math.ceil(perPerson / 10), windowMs: 6 * FIVE_MINUTES },
});

/** What is left to a caller. */
export interface Allowance {
  readonly limit: number;
  /** Negative once there is none left. */
  readonly remaining: number;
  readonly resetAt: Date;
}

/** How many callers are remembered; beyond it the one that came first is forgotten. */
const MAX_CALLERS = 50_000;

/** Counts in this process what each caller asks for, in windows that begin with the first request. */
export function createRateLimiter(clock: () => Date): (caller: string, quota: Quota) => Allowance {
  const windows = new Map<string, { count: number; readonly endsAt: number }>();
  return (caller, { limit, windowMs }) => {
    const now = clock().getTime();
    let window = windows.get(caller);
    if (window === undefined || window.endsAt <= now) {
      window = { count: 0, endsAt: now + windowMs };
      windows.delete(caller);
      windows.set(caller, window);
      const [oldest] = windows.keys();
      if (windows.size > MAX_CALLERS && oldest !== undefined) windows.delete(oldest);
    }
    window.count += 1;
    return { limit, remaining: limit - window.count, resetAt: new Date(window.endsAt) };
  };
}

/** The headers that say so. */
export const allowanceHeaders = ({ limit, remaining, resetAt }: Allowance): Record<string, string> => ({
  "x-ratelimit-limit": String(limit),
  "x-ratelimit-remaining": String(Math.max(0, remaining)),
  "x-ratelimit-reset": resetAt.toISOString(),
});
