import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { findByTitle, type Guest, type HouseAddress, titleOf } from "./house.ts";
import { isUnanswered, persist } from "./persist.ts";

/** A case that can be seen at a house. */
export interface Arrival {
  readonly url: string;
  /** `performance.now()` when its page answered. */
  readonly at: number;
}

export interface Arrivals {
  /** Resolves when the house is listened to. */
  readonly ready: Promise<void>;
  /** The case of that title, when its page shows it. @throws Error where it does not come */
  of(title: string): Promise<Arrival>;
}

const message = z.object({ type: z.string(), url: z.string() });
const DEADLINE_MS = 120_000;
const SEARCH_EVERY_MS = 2000;

/**
 * Watches a house as the open page of one who follows its streams does: live events say that something came, and the
 * page of each is opened. What an event was lost for, as while the house was down, is found by searching.
 */
export function arrivals(house: HouseAddress, observer: Guest): Arrivals {
  const seen = new Map<string, Arrival>();
  const { promise: ready, resolve: listening } = Promise.withResolvers<void>();

  const open = async (url: string): Promise<void> => {
    const title = await persist(() => titleOf(observer, url));
    if (title !== undefined && !seen.has(title)) seen.set(title, { url, at: performance.now() });
  };
  const listen = async (): Promise<never> => {
    for (;;) {
      try {
        for await (const { event, data } of observer.client.events(
          `${house.origin}/events`,
          new AbortController().signal,
          listening,
        )) {
          if (event !== "refresh") continue;
          const { type, url } = message.parse(JSON.parse(data));
          if (type === "case") open(new URL(url, house.origin).href).catch(fail);
        }
      } catch (error) {
        if (!isUnanswered(error)) throw error;
      }
      await delay(200);
    }
  };
  listen().catch(fail);

  return {
    ready,
    async of(title) {
      const until = performance.now() + DEADLINE_MS;
      let nextSearch = performance.now() + SEARCH_EVERY_MS;
      for (;;) {
        const arrived = seen.get(title);
        if (arrived !== undefined) return arrived;
        if (performance.now() > until) throw new Error(`“${title}” did not arrive at ${house.name}`);
        if (performance.now() > nextSearch) {
          const url = await persist(() => findByTitle(house, observer, title));
          if (url !== undefined) await open(url);
          nextSearch = performance.now() + SEARCH_EVERY_MS;
        }
        await delay(10);
      }
    },
  };
}

/** Nobody waits for what runs beside the scenario: its failure ends it. */
function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
