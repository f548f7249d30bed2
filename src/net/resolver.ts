import { type LookupAddress } from "node:dns";
import { lookup, Resolver } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { callbackify } from "node:util";
import { errorCode, NetError } from "./errors.ts";

/** All addresses of a host name, in the order they are tried. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/**
 * Asks the name servers directly, at most about four seconds. The system's resolver would hold one of the process's few worker
 * threads for each dead name, and passwords and images wait for the same threads. A new Resolver each time reads
 * the name servers anew: the machine may have moved to another network.
 */
export async function resolveByNameServer(hostname: string): Promise<readonly LookupAddress[]> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const addresses: LookupAddress[] = [];
  if (four.status === "fulfilled") for (const address of four.value) addresses.push({ address, family: 4 });
  if (six.status === "fulfilled") for (const address of six.value) addresses.push({ address, family: 6 });
  if (addresses.length === 0 && four.status === "rejected") throw four.reason;
  return addresses;
}

/** Asks the system, so that its hosts file and container names count. */
export const resolveBySystem: Resolve = (hostname) => lookup(hostname, { all: true });

const LOOPBACK: LookupAddress = { address: "127.0.0.1", family: 4 };

/** `localhost` and every name below it mean this machine, whatever a name server says (RFC 6761, section 6.3). */
const isLocalhost = (hostname: string): boolean => /(?:^|\.)localhost\.?$/i.test(hostname);

/** @throws {NetError} `dns`, `address-refused` */
async function checkedAddresses(
  hostname: string,
  resolve: Resolve,
  isAllowed: (address: string) => boolean,
): Promise<LookupAddress[]> {
  const addresses = isLocalhost(hostname) ? [LOOPBACK] : await resolved(hostname, resolve);
  for (const { address } of addresses) {
    if (isIP(address) !== 0 && isAllowed(address)) continue;
    throw new NetError(
      "address-refused",
      `The name ${hostname} leads to ${address}, which is not a public address.`,
    );
  }
  return [...addresses];
}

async function resolved(hostname: string, resolve: Resolve): Promise<readonly LookupAddress[]> {
  let addresses: readonly LookupAddress[];
  try {
    addresses = await resolve(hostname);
  } catch (error) {
    throw new NetError("dns", `The name ${hostname} could not be resolved (${errorCode(error)}).`, error);
  }
  if (addresses.length === 0) throw new NetError("dns", `The name ${hostname} has no address.`);
  return addresses;
}

const check = callbackify(checkedAddresses);

/**
 * A lookup for node:net that resolves once, checks every address and hands exactly those on: what was checked is what is
 * connected to, so a name that changes its mind in between (DNS rebinding) gains nothing. One address that is not
 * allowed refuses the whole name, as it shows that the name cannot be trusted.
 */
export function checkedLookup(resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    check(hostname, resolve, isAllowed, (error: NodeJS.ErrnoException | null, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const [first] = addresses;
      if (options.all === true || first === undefined) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
