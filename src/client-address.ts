import { isIPv4, isIPv6 } from "node:net";

const OWN_MACHINE = /^(?:127\.|::1$|::ffff:127\.)/u;
const PRIVATE =
  /^(?:10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|f[cd][0-9a-f]{2}:|::ffff:(?:10|192\.168)\.)/iu;

/**
 * Who asks: the other end of the connection, or, where that is a proxy on this machine or the house's network, whom the
 * proxy says that it speaks for. Addresses of IPv6 count by their network of 64 bits, which one customer has whole.
 *
 * @param forwarded the header X-Forwarded-For; of several addresses the last was written by the proxy, all others by anybody
 * @returns undefined where this machine itself asks, without a proxy
 */
export function clientAddress(socket: string | undefined, forwarded: string | null): string | undefined {
  if (socket === undefined) return undefined;
  const isNear = OWN_MACHINE.test(socket) || PRIVATE.test(socket);
  const said = isNear ? forwarded?.split(",").at(-1)?.trim() : undefined;
  if (said === undefined) return OWN_MACHINE.test(socket) ? undefined : network(socket);
  return isIPv4(said) || isIPv6(said) ? network(said) : network(socket);
}

function network(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const all =
    tail === undefined
      ? groups
      : [...groups, ...Array<string>(8 - groups.length - rest.length).fill("0"), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
