import { expect, test } from "vitest";
import { isPublicAddress } from "./addresses.ts";

// Each network by its first and last address, and the neighbours outside where those are public.
test.each([
  ["this network", ["0.0.0.0", "0.255.255.255"], ["1.0.0.0"]],
  ["private 10/8", ["10.0.0.0", "10.255.255.255"], ["9.255.255.255", "11.0.0.0"]],
  ["carrier-grade NAT", ["100.64.0.0", "100.127.255.255"], ["100.63.255.255", "100.128.0.0"]],
  ["loopback", ["127.0.0.0", "127.0.0.1", "127.255.255.255"], ["126.255.255.255", "128.0.0.0"]],
  ["link-local", ["169.254.0.0", "169.254.169.254", "169.254.255.255"], ["169.253.255.255", "169.255.0.0"]],
  ["private 172.16/12", ["172.16.0.0", "172.31.255.255"], ["172.15.255.255", "172.32.0.0"]],
  ["protocol assignments", ["192.0.0.0", "192.0.0.255"], ["191.255.255.255", "192.0.1.0"]],
  ["documentation 1", ["192.0.2.0", "192.0.2.255"], ["192.0.1.255", "192.0.3.0"]],
  ["6to4 relays", ["192.88.99.0", "192.88.99.255"], ["192.88.98.255", "192.88.100.0"]],
  ["private 192.168/16", ["192.168.0.0", "192.168.255.255"], ["192.167.255.255", "192.169.0.0"]],
  ["benchmarking", ["198.18.0.0", "198.19.255.255"], ["198.17.255.255", "198.20.0.0"]],
  ["documentation 2", ["198.51.100.0", "198.51.100.255"], ["198.51.99.255", "198.51.101.0"]],
  ["documentation 3", ["203.0.113.0", "203.0.113.255"], ["203.0.112.255", "203.0.114.0"]],
  ["multicast, reserved, broadcast", ["224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255"], []],
  ["multicast's neighbour", [], ["223.255.255.255"]],
  ["unspecified and IPv6 loopback", ["::", "::1", "0:0:0:0:0:0:0:1"], []],
  ["IPv4-compatible", ["::127.0.0.1", "::8.8.8.8", "::ffff"], []],
  ["IPv4-mapped", ["::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1"], []],
  ["NAT64", ["64:ff9b::7f00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::a00:1", "64:ff9b:1:ffff::1"], []],
  ["discard", ["100::", "100::1"], []],
  ["before global unicast", ["1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"], ["2000::"]],
  ["protocol assignments, Teredo, ORCHID", ["2001::", "2001:0:7f00:1::", "2001:1ff:ffff::"], ["2001:200::"]],
  ["IPv6 benchmarking", ["2001:2::", "2001:2:0:ffff::"], []],
  ["IPv6 documentation", ["2001:db8::", "2001:db8:ffff:ffff::"], ["2001:db7:ffff::", "2001:db9::"]],
  ["6to4", ["2002::", "2002:7f00:1::", "2002:ffff::"], ["2001:ffff::", "2003::"]],
  ["IPv6 documentation 2", ["3fff::", "3fff:fff::"], ["3ffe:ffff::", "3fff:1000::"]],
  ["after global unicast", ["4000::", "5f00::", "8000::"], []],
  ["unique local", ["fc00::", "fd12:3456::1", "fdff:ffff::"], []],
  ["IPv6 link-local", ["fe80::", "fe80::1", "fe80::1%eth0", "febf:ffff::"], []],
  ["site-local", ["fec0::", "feff:ffff::"], []],
  ["IPv6 multicast", ["ff00::", "ff02::1", "ffff:ffff::"], []],
  ["in use", [], ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "2001:4860:4860::8888"]],
  [
    "not an address",
    ["", "127.1", "2130706433", "0x7f.0.0.1", "8.8.8.8.", "[::1]", "2606::1%eth0", "example"],
    [],
  ],
])("%s", (_, refused, allowed) => {
  expect(refused.filter(isPublicAddress)).toEqual([]);
  expect(allowed.filter(isPublicAddress)).toEqual(allowed);
});
