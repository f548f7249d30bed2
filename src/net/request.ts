import { NetError, shown } from "./errors.ts";

/** The parts of the standard RequestInit that are honoured, and this request's own limits. */
export interface GuardedInit {
  readonly method?: string | undefined;
  readonly headers?: RequestInit["headers"];
  readonly body?: RequestInit["body"];
  readonly signal?: AbortSignal | null | undefined;
  readonly redirect?: "follow" | "manual" | "error" | undefined;
  /** For everything, redirects and body included. */
  readonly timeoutMs?: number | undefined;
  /** Of the body, both as it comes and decoded. */
  readonly maxBytes?: number | undefined;
}

/** One request to one address. Header names are in lower case. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | Uint8Array | null;
}

/** The client sets these itself, from the address and the body. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Reads what the caller passed. A signature may cover any header, so what the caller set stays, `user-agent` included.
 *
 * @throws {NetError} `request-invalid`: not an absolute URL, or one with a user name or password; `scheme-refused`.
 */
export async function outgoing(
  input: string | URL | Request,
  init: GuardedInit,
  defaults: Iterable<readonly [string, string]>,
): Promise<Outgoing> {
  const request = input instanceof Request ? input : undefined;
  const url = parseAddress(input instanceof Request ? input.url : input);
  const method = (init.method ?? request?.method ?? "GET").toUpperCase();
  const headers = new Map([...defaults, ...givenHeaders(init.headers ?? request?.headers)]);
  let body: Outgoing["body"] = null;
  const given = init.body ?? request?.body ?? null;
  if (typeof given === "string" || given instanceof Uint8Array) {
    body = given;
    if (typeof given === "string" && !headers.has("content-type")) {
      headers.set("content-type", "text/plain;charset=UTF-8");
    }
  } else if (given !== null) {
    // The platform knows how each kind of body is written and which content type it has.
    const carrier = new Response(given);
    const type = carrier.headers.get("content-type");
    if (type !== null && !headers.has("content-type")) headers.set("content-type", type);
    body = new Uint8Array(await carrier.arrayBuffer());
  }
  return { url, method, headers, body };
}

/** @throws {NetError} `request-invalid`, `scheme-refused` */
export function parseAddress(address: string | URL): URL {
  const url = address instanceof URL ? address : URL.parse(address);
  if (url === null) throw new NetError("request-invalid", "What was to be fetched is not an absolute URL.");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new NetError("scheme-refused", `Only https leaves the house; ${url.protocol} was to be fetched.`);
  }
  // A name before the @ makes an address look like one of another host.
  if (url.username !== "" || url.password !== "") {
    throw new NetError("request-invalid", `The address ${shown(url)} carries a user name or password.`);
  }
  return url;
}

/** Names in lower case, repeated ones joined (RFC 9110, section 5.3), without those that the client sets. */
function givenHeaders(headers: GuardedInit["headers"]): Map<string, string> {
  const given = new Map<string, string>();
  if (headers === undefined) return given;
  for (const [name, value] of Symbol.iterator in headers ? headers : Object.entries(headers)) {
    if (name === undefined || value === undefined) continue;
    const lower = name.toLowerCase();
    if (OWN_HEADERS.has(lower)) continue;
    const before = given.get(lower);
    given.set(lower, before === undefined ? value : `${before}, ${value}`);
  }
  return given;
}
