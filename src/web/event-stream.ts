import { streamSSE } from "hono/streaming";
import { findMember } from "#actions/find-member.ts";
import { Refusal } from "#domain/refusal.ts";
import { sessionCookie } from "./cookies.ts";
import type { WebContext, WebServices } from "./services.ts";
import { waitingLine } from "./waiting-events.ts";

/** What an open page hears; `data` is its JSON. */
export interface StreamEvent {
  readonly type: "case" | "opinion" | "comment";
  readonly caseId: string;
  readonly opinionId?: string | undefined;
  readonly uri?: string | undefined;
  /** The page here that shows what is new. */
  readonly url: string;
}

/** Hands events to an open page until the returned function is called. */
export type Subscribe = (hear: (event: StreamEvent) => void) => () => void;

const HEARTBEAT_MS = 20_000;
const SESSION_CHECK_MS = 60_000;
/** Events that wait for a slow reader; beyond, it is cut off and comes back when it can. */
const MAX_WAITING = 100;
const MAX_FOR_MEMBER = 12;
const MAX_FOR_VISITORS = 500;

/** Counts the open streams of each reader, and opens new ones. */
export interface EventStreams {
  /**
   * Answers with an event stream (WHATWG HTML, section 9.2): `refresh` for each event, a comment every twenty seconds.
   * It ends when the process stops, when the session ends (at once where it is ended, within a minute where it runs out), and
   * for who reads too slowly.
   *
   * @throws Refusal too-many where the reader has too many open
   */
  open(c: WebContext, subscribe: Subscribe): Response;
}

export function eventStreams({ instance, live, ended }: WebServices): EventStreams {
  const session = sessionCookie(instance.config.origin);
  const streams = new Map<string, number>();

  const enter = (reader: string, limit: number): (() => void) => {
    const open = streams.get(reader) ?? 0;
    if (open >= limit) throw new Refusal("too-many", "Too many pages are open. Close some of them.");
    streams.set(reader, open + 1);
    return () => {
      const rest = (streams.get(reader) ?? 1) - 1;
      if (rest === 0) streams.delete(reader);
      else streams.set(reader, rest);
    };
  };

  return {
    open(c, subscribe) {
      const member = c.get("member");
      const token = session.get(c);
      const leave = enter(
        member?.accountId ?? "visitors",
        member === undefined ? MAX_FOR_VISITORS : MAX_FOR_MEMBER,
      );
      const line = waitingLine<StreamEvent | "heartbeat">(MAX_WAITING);
      const stop = (): void => line.end();
      const response = streamSSE(c, async (stream) => {
        const unsubscribe = subscribe((event) => line.add(event));
        const heartbeat = setInterval(() => line.add("heartbeat"), HEARTBEAT_MS);
        const check = (): void => {
          if (member === undefined || token === undefined) return;
          findMember(instance, token).then((still) => still === undefined && stop(), stop);
        };
        const checks = setInterval(check, SESSION_CHECK_MS);
        const forget = live.onSessionsEnded((accountId) => accountId === member?.accountId && check());
        ended.addEventListener("abort", stop);
        stream.onAbort(stop);
        // What is written to a reader who does not read waits for ever: ending has to come from outside.
        line.ended.addEventListener("abort", () => stream.abort());
        try {
          if (ended.aborted) return;
          await stream.write(": open\n\n");
          for (let next = await line.next(); next !== undefined; next = await line.next()) {
            if (next === "heartbeat") await stream.write(": still here\n\n");
            else await stream.writeSSE({ event: "refresh", data: JSON.stringify(next) });
          }
        } finally {
          clearInterval(heartbeat);
          clearInterval(checks);
          forget();
          ended.removeEventListener("abort", stop);
          unsubscribe();
          leave();
        }
      });
      response.headers.set("cache-control", "private, no-store");
      // A proxy that gathers the response before it passes it on would hold events back.
      response.headers.set("x-accel-buffering", "no");
      return response;
    },
  };
}
