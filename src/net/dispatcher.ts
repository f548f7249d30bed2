import { type Dispatcher } from "undici";
import { NetError } from "./errors.ts";
import { LimitedHandler } from "./limits.ts";

interface DispatcherOptions {
  readonly userAgent: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

type GivenHeaders = Dispatcher.DispatchOptions["headers"];

/** What the fetch functions of undici and of Node say when their caller named none. */
const DEFAULT_AGENTS: ReadonlySet<string> = new Set(["node", "undici"]);

/**
 * Puts the limits of this house around a dispatcher that libraries are given. They decode bodies themselves, without a
 * limit, so no content coding is offered or accepted here. Redirects are theirs; each hop comes through here again.
 */
export function limitedDispatcher(inner: Dispatcher, options: DispatcherOptions): Dispatcher {
  return inner.compose((dispatch) => (request, handler) => {
    const where = `${String(request.origin)}${request.path.split("?", 1).join("")}`;
    if (request.method === "CONNECT" || (request.upgrade ?? false) !== false) {
      throw new NetError("request-invalid", `${where} was not asked: tunnels and upgrades are not opened.`);
    }
    const { timeoutMs, maxBytes, userAgent } = options;
    return dispatch(
      { ...request, headers: withOwnHeaders(request.headers, userAgent) },
      new LimitedHandler(handler, { where, timeoutMs, maxBytes, acceptsCoding: false }),
    );
  });
}

/** A flat list of names and values, the form that undici passes on as it is. */
function withOwnHeaders(headers: GivenHeaders, userAgent: string): string[] {
  const flat: string[] = ["accept-encoding", "identity"];
  let hasAgent = false;
  for (const [name, value] of pairs(headers)) {
    const lower = name.toLowerCase();
    if (lower === "accept-encoding" || value === undefined) continue;
    if (lower === "user-agent") {
      if (DEFAULT_AGENTS.has(String(value))) continue;
      hasAgent = true;
    }
    for (const each of typeof value === "string" ? [value] : value) flat.push(name, each);
  }
  if (!hasAgent) flat.push("user-agent", userAgent);
  return flat;
}

function* pairs(headers: GivenHeaders): Generator<[string, string | readonly string[] | undefined]> {
  if (headers === undefined || headers === null) return;
  if (Array.isArray(headers)) {
    for (let at = 0; at + 1 < headers.length; at += 2) yield [String(headers[at]), String(headers[at + 1])];
  } else if (isIterable(headers)) yield* headers;
  else yield* Object.entries(headers);
}

const isIterable = <T>(value: Iterable<T> | object): value is Iterable<T> =>
  Symbol.iterator in value && typeof value[Symbol.iterator] === "function";
