import { setTimeout as delay } from "node:timers/promises";
import type { Crowd } from "./crowd.ts";

const LOOK_EVERY_MS = 50;
const STALLED_MS = 60_000;

/**
 * Looks until there is something.
 *
 * @param progress what grows meanwhile: while it does, it is waited on
 * @throws Error where nothing has come for a minute, saying what was waited for
 */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  progress: () => number = () => 0,
): Promise<Found> {
  let [last, end] = [progress(), performance.now() + STALLED_MS];
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (progress() !== last) [last, end] = [progress(), performance.now() + STALLED_MS];
    if (performance.now() > end) throw new Error(`Nothing moves for a minute: ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}

/** Waits until that many have come. @returns when the last one did, in milliseconds since 1970 */
export function waitForArrivals(crowd: Crowd, count: number): Promise<number> {
  let seen = 0;
  const look = async (): Promise<number | undefined> => {
    const arrivals = await crowd.arrivals();
    seen = arrivals.count;
    return seen >= count ? arrivals.lastAt : undefined;
  };
  return until(`${count} deliveries`, look, () => seen);
}
