import { BlockList, isIPv4, isIPv6 } from "node:net";

/** What is not globally reachable in IPv4: the IANA special-purpose registry (RFC 6890), multicast, reserved. */
const IPV4_REFUSED: readonly (readonly [network: string, prefix: number])[] = [
  ["0.0.0.0", 8], // this network (RFC 791); Linux connects 0.0.0.0 to itself
  ["10.0.0.0", 8], // private (RFC 1918)
  ["100.64.0.0", 10], // carrier-grade NAT (RFC 6598)
  ["127.0.0.0", 8], // loopback (RFC 1122)
  ["169.254.0.0", 16], // link-local (RFC 3927), where clouds serve their credentials
  ["172.16.0.0", 12], // private (RFC 1918)
  ["192.0.0.0", 24], // protocol assignments (RFC 6890)
  ["192.0.2.0", 24], // documentation (RFC 5737)
  ["192.88.99.0", 24], // 6to4 relays (RFC 7526)
  ["192.168.0.0", 16], // private (RFC 1918)
  ["198.18.0.0", 15], // benchmarking (RFC 2544)
  ["198.51.100.0", 24], // documentation (RFC 5737)
  ["203.0.113.0", 24], // documentation (RFC 5737)
  ["224.0.0.0", 4], // multicast (RFC 5771)
  ["240.0.0.0", 4], // reserved (RFC 1112), with the broadcast address
];

/** What is not globally reachable, or carries an IPv4 address, inside 2000::/3. */
const IPV6_REFUSED: readonly (readonly [network: string, prefix: number])[] = [
  ["2001::", 23], // protocol assignments (RFC 2928): Teredo, benchmarking, ORCHID
  ["2001:db8::", 32], // documentation (RFC 3849)
  ["2002::", 16], // 6to4 (RFC 3056)
  ["3fff::", 20], // documentation (RFC 9637)
];

const ipv4Refused = new BlockList();
for (const [network, prefix] of IPV4_REFUSED) ipv4Refused.addSubnet(network, prefix, "ipv4");

const ipv6Refused = new BlockList();
for (const [network, prefix] of IPV6_REFUSED) ipv6Refused.addSubnet(network, prefix, "ipv6");

// Only 2000::/3 is handed out as global unicast (RFC 4291, section 2.4). Refusing all else at once covers ::, ::1, IPv4-mapped and
// IPv4-compatible, NAT64, discard, unique local, link-local, site-local, multicast and whatever is assigned next.
const ipv6Global = new BlockList();
ipv6Global.addSubnet("2000::", 3, "ipv6");

/**
 * Whether an IP address in its textual form (IPv6 without brackets) is one on the public internet. What is not an
 * IP address at all, or carries a zone, is not.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !ipv4Refused.check(address, "ipv4");
  if (!isIPv6(address) || address.includes("%")) return false;
  return ipv6Global.check(address, "ipv6") && !ipv6Refused.check(address, "ipv6");
}
