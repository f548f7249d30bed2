import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

test.each([
  ["203.0.113.7", null, "203.0.113.7"],
  // What somebody outside says of themselves is not believed.
  ["203.0.113.7", "198.51.100.1", "203.0.113.7"],
  ["127.0.0.1", "198.51.100.1", "198.51.100.1"],
  ["::ffff:127.0.0.1", "10.0.0.9, 198.51.100.1", "198.51.100.1"],
  ["172.18.0.2", "198.51.100.1", "198.51.100.1"],
  ["172.18.0.2", null, "172.18.0.2"],
  ["127.0.0.1", "not an address", "127.0.0.1"],
  ["127.0.0.1", null, undefined],
  ["::1", null, undefined],
  ["2001:db8:1:2:3:4:5:6", null, "2001:db8:1:2::/64"],
  ["2001:db8::6", null, "2001:db8:0:0::/64"],
  ["::ffff:203.0.113.7", null, "203.0.113.7"],
  [undefined, null, undefined],
])("%s, which speaks for %s, counts as %s", (socket, forwarded, counted) => {
  expect(clientAddress(socket, forwarded)).toBe(counted);
});
