/**
 * How long to wait after a failed attempt: doubles each time, and a random part (up to half) keeps messages that failed
 * together from coming back together.
 *
 * @returns milliseconds, from the number of the attempt that failed, counted from 1
 */
export const exponentialBackoff =
  (firstMs: number, longestMs: number) =>
  (attempt: number): number =>
    Math.min(longestMs, firstMs * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
