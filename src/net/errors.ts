/** Why something did not leave the house or did not come back; stable, for callers that branch on it. */
export type NetErrorCode =
  | "request-invalid" // not a URL, a URL with credentials, a header that HTTP cannot carry
  | "scheme-refused" // not https, and the exact origin is not listed
  | "address-refused" // the host is, or resolves to, an address that is not public
  | "dns" // the name does not resolve
  | "connect" // no connection: refused, unreachable, too slow, certificate not trusted
  | "timeout" // the total time ran out, wherever it was
  | "interrupted" // the connection broke before the response was complete
  | "bad-response" // not HTTP, or a content coding that was not asked for
  | "too-large" // headers or body beyond their limit
  | "too-many-redirects"
  | "redirect-refused" // the caller asked for none
  | "closed" // the fetcher was closed
  | "not-json"
  | "too-deep"; // JSON nested beyond the limit

const RETRYABLE: ReadonlySet<NetErrorCode> = new Set([
  "dns",
  "connect",
  "timeout",
  "interrupted",
  "bad-response",
  "closed",
]);

/**
 * The one error of src/net. The message says in words what went wrong and at which address, without query strings,
 * which may carry secrets. `retryable` tells whether the same request may succeed later.
 */
export class NetError extends Error {
  override readonly name = "NetError";
  readonly code: NetErrorCode;
  readonly retryable: boolean;
  constructor(code: NetErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = RETRYABLE.has(code);
  }
}

/** An address as error texts show it: origin and path. */
export const shown = (url: URL): string => `${url.origin}${url.pathname}`;

/** The system's or the HTTP client's word for an error, such as ECONNREFUSED; its name where it has none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

/** Translates what the HTTP client reports after the connection stood; a NetError passes through. */
export function asNetError(error: unknown, where: string): NetError {
  if (error instanceof NetError) return error;
  const code = errorCode(error);
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    return new NetError("too-large", `${where} answered with more response headers than are read.`, error);
  }
  if (code === "UND_ERR_INVALID_ARG") {
    const detail = error instanceof Error ? error.message : code;
    return new NetError("request-invalid", `The request to ${where} cannot be sent: ${detail}.`, error);
  }
  if (code === "UND_ERR_CLOSED" || code === "UND_ERR_DESTROYED") {
    return new NetError("closed", `${where} was not asked: the fetcher is closed.`, error);
  }
  if (
    code.startsWith("HPE_") ||
    code === "HTTPParserError" ||
    code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH"
  ) {
    return new NetError("bad-response", `${where} did not answer in proper HTTP (${code}).`, error);
  }
  return new NetError("interrupted", `${where} broke off before its answer was complete (${code}).`, error);
}
