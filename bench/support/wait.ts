import { setTimeout as delay } from "node:timers/promises";
import type { Crowd } from "./crowd.ts";

const LOOK_EVERY_MS = 50;
const STALLED_MS = 60_000;

/** Looks until there is something. @throws Error where nothing has come for a minute, saying what was waited for */
export async function until<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  const end = performance.now() + STALLED_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`Not within a minute: ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}

/** Waits until that many have come. @returns when the last one did, in milliseconds since 1970 */
export const waitForArrivals = (crowd: Crowd, count: number): Promise<number> =>
  until(`${count} deliveries`, async () => {
    const arrivals = await crowd.arrivals();
    return arrivals.count >= count ? arrivals.lastAt : undefined;
  });
