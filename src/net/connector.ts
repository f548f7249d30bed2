import { isIP } from "node:net";
import { buildConnector } from "undici";
import { isPublicAddress } from "./addresses.ts";
import { errorCode, NetError } from "./errors.ts";
import { checkedLookup, type Resolve } from "./resolver.ts";

export interface ConnectorOptions {
  /** Exact origins that may be plain http and may be at an address that is not public. */
  readonly allowOrigins: ReadonlySet<string>;
  readonly connectTimeoutMs: number;
  readonly resolvePublic: Resolve;
  readonly resolveListed: Resolve;
}

/**
 * Opens the connections of every request. The rules about schemes and addresses sit here, below redirects, pools and whatever library
 * sends the request, so that nothing can connect around them; a connection serves only the origin it was opened for.
 */
export function guardedConnector(options: ConnectorOptions): buildConnector.connector {
  const common = { timeout: options.connectTimeoutMs, allowH2: false };
  const toPublic = buildConnector({
    ...common,
    lookup: checkedLookup(options.resolvePublic, isPublicAddress),
  });
  const toListed = buildConnector({ ...common, lookup: checkedLookup(options.resolveListed, () => true) });

  return (target, callback) => {
    const origin = `${target.protocol}//${target.host ?? target.hostname}`;
    const isListed = options.allowOrigins.has(origin);
    const refusal = isListed ? undefined : refusalOf(origin, target);
    if (refusal !== undefined) {
      callback(refusal, null);
      return;
    }
    const connect = isListed ? toListed : toPublic;
    connect(target, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else callback(asConnectError(error, origin), null);
    });
  };
}

function refusalOf(origin: string, target: buildConnector.Options): NetError | undefined {
  if (target.protocol !== "https:") {
    return new NetError(
      "scheme-refused",
      `${origin} was not asked: only https leaves the house, or an origin that is listed exactly.`,
    );
  }
  // A literal address is connected to without a lookup.
  if (isIP(target.hostname) !== 0 && !isPublicAddress(target.hostname)) {
    return new NetError("address-refused", `${origin} was not asked: its address is not a public one.`);
  }
  return undefined;
}

function asConnectError(error: Error, origin: string): NetError {
  if (error instanceof NetError) return error;
  return new NetError("connect", `No connection to ${origin} could be made (${errorCode(error)}).`, error);
}
