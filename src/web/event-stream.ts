import { streamSSE } from "hono/streaming";
import type { LiveEvent } from "#feeds/live-channel.ts";
import type { WebContext, WebServices } from "./services.ts";

const HEARTBEAT_MS = 25_000;
/** More need not be kept for one slow reader: all of them lead to one refresh. */
const MAX_PENDING = 500;

/**
 * Tells an open page by server-sent events that it should fetch itself anew (`refresh`). What is new is not said
 * here: the page asks with the rights that its reader has then. Nothing at all is sent for events that the reader may
 * not know of, so that their times do not show either. The stream ends with the reader's session.
 *
 * @param wanted whether an event concerns this page and may be known to its reader
 * @param isAllowed whether the reader may still listen; asked before everything that is sent
 */
export function eventStream(
  services: WebServices,
  c: WebContext,
  wanted: (event: LiveEvent) => Promise<boolean>,
  isAllowed: () => Promise<boolean>,
): Response {
  // Proxies would hold small messages back.
  c.header("x-accel-buffering", "no");
  return streamSSE(c, async (stream) => {
    const pending: LiveEvent[] = [];
    let wake = (): void => {};
    const unsubscribe = services.live.subscribe((event) => {
      if (pending.length < MAX_PENDING) pending.push(event);
      wake();
    });
    const end = (): void => wake();
    stream.onAbort(end);
    services.ended.addEventListener("abort", end, { once: true });
    try {
      await stream.write(": open\n\n");
      while (!stream.aborted && !services.ended.aborted) {
        const isQuiet = pending.length === 0 && !(await nextWake((resolve) => (wake = resolve)));
        const events = pending.splice(0);
        if (!(await isAllowed())) return;
        if (await any(events, wanted)) await stream.writeSSE({ event: "refresh", data: "" });
        else if (isQuiet) await stream.write(": still here\n\n");
      }
    } finally {
      unsubscribe();
      services.ended.removeEventListener("abort", end);
    }
  });
}

/** Ends with true when the given function is called, with false after the heartbeat's time. */
function nextWake(take: (wake: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), HEARTBEAT_MS);
    take(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

async function any<Item>(items: readonly Item[], holds: (item: Item) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (await holds(item)) return true;
  return false;
}
