import { Agent, type Dispatcher } from "undici";
import { guardedConnector } from "./connector.ts";
import { ACCEPT_ENCODING } from "./decode.ts";
import { limitedDispatcher } from "./dispatcher.ts";
import { NetError, shown } from "./errors.ts";
import { exchange } from "./exchange.ts";
import { redirected } from "./redirects.ts";
import { type GuardedInit, outgoing } from "./request.ts";
import { type Resolve, resolveByNameServer, resolveBySystem } from "./resolver.ts";
import { header, standardResponse } from "./response.ts";

const MAX_REDIRECTS = 3;

export interface FetcherOptions {
  /**
   * Exact origins (`http://northfield.localhost:4001`, `https://cases.hospital.example`) that are fetched by their own scheme
   * and may be at a private or loopback address. A redirect may lead to them, too.
   */
  readonly allowOrigins: readonly string[];
  /** Sent with every request whose caller did not name another. */
  readonly userAgent: string;
  /** Until a connection stands, resolving and TLS included; 5 s unless given. */
  readonly connectTimeoutMs?: number;
  /** For a whole fetch, from the call to the last byte of the body; 10 s unless given. */
  readonly timeoutMs?: number;
  /** Of a body, both as it comes and decoded; 1 MiB unless given. */
  readonly maxBytes?: number;
  /** Of a response's headers; 32 KiB unless given. */
  readonly maxHeaderBytes?: number;
  /** Connections kept to one origin; further requests wait, on their own time. 8 unless given. */
  readonly connectionsPerOrigin?: number;
  /**
   * Asked for every name outside `localhost`, for a house with split-horizon DNS. Unless given, listed origins are resolved by the
   * system (hosts file included) and all others by the name servers.
   */
  readonly resolve?: Resolve;
}

export interface Fetcher {
  /**
   * Fetches like the standard `fetch`, within the rules and limits of this house; follows at most three redirects, each checked like the
   * first address. The Response comes when its body is complete and decoded, with the final address in `url`.
   *
   * @throws {NetError}; when the caller aborts, the signal's reason.
   */
  readonly fetch: (input: string | URL | Request, init?: GuardedInit) => Promise<Response>;
  /**
   * The same rules and limits for libraries that take an undici dispatcher, and for the process-wide one. Their
   * responses are limited, but not decoded; an Error is a NetError, possibly as the cause of theirs.
   */
  readonly dispatcher: Dispatcher;
  /** Lets what is under way finish, then closes every connection. */
  readonly close: () => Promise<void>;
}

/**
 * The one way out of the house.
 *
 * @throws {TypeError} when an allowed origin is not an exact http or https origin.
 */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { timeoutMs = 10_000, maxBytes = 1024 * 1024, userAgent } = options;
  const agent = new Agent({
    connect: guardedConnector({
      allowOrigins: new Set(options.allowOrigins.map(exactOrigin)),
      connectTimeoutMs: options.connectTimeoutMs ?? 5000,
      resolvePublic: options.resolve ?? resolveByNameServer,
      resolveListed: options.resolve ?? resolveBySystem,
    }),
    connections: options.connectionsPerOrigin ?? 8,
    maxHeaderSize: options.maxHeaderBytes ?? 32 * 1024,
    allowH2: false,
    // One clock measures the whole exchange instead.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const defaults: readonly (readonly [string, string])[] = [
    ["accept", "*/*"],
    ["accept-encoding", ACCEPT_ENCODING],
    ["user-agent", userAgent],
  ];

  async function fetch(input: string | URL | Request, init: GuardedInit = {}): Promise<Response> {
    const total = init.timeoutMs ?? timeoutMs;
    const end = performance.now() + total;
    const request = input instanceof Request ? input : undefined;
    const signal = init.signal ?? request?.signal;
    const redirect = init.redirect ?? request?.redirect ?? "follow";
    let next = await outgoing(input, init, defaults);
    for (let hops = 0; ; hops++) {
      signal?.throwIfAborted();
      const limits = {
        where: shown(next.url),
        timeoutMs: Math.max(1, Math.round(end - performance.now())),
        maxBytes: init.maxBytes ?? maxBytes,
        acceptsCoding: true,
        signal,
      };
      const raw = await exchange(
        agent,
        {
          origin: next.url.origin,
          path: `${next.url.pathname}${next.url.search}`,
          method: next.method,
          headers: next.headers,
          body: next.body,
        },
        limits,
      );
      const onward =
        redirect === "manual" ? undefined : redirected(next, raw.status, header(raw, "location"));
      if (onward === undefined) return standardResponse(raw, next.url, hops > 0, limits);
      if (redirect === "error") {
        throw new NetError(
          "redirect-refused",
          `${limits.where} redirects, and no redirect is followed here.`,
        );
      }
      if (hops === MAX_REDIRECTS) {
        throw new NetError(
          "too-many-redirects",
          `${limits.where} is the fourth redirect; three are followed.`,
        );
      }
      next = onward;
    }
  }

  let closed: Promise<void> | undefined;
  return {
    fetch,
    dispatcher: limitedDispatcher(agent, { userAgent, timeoutMs, maxBytes }),
    close: () => (closed ??= agent.close()),
  };
}

function exactOrigin(listed: string): string {
  const url = URL.parse(listed);
  const isHttp = url?.protocol === "https:" || url?.protocol === "http:";
  if (url?.origin === listed && isHttp) return listed;
  throw new TypeError(
    `"${listed}" is not an exact origin: give scheme, name and port only, as in http://northfield.localhost:4001.`,
  );
}
