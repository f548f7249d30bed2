import { type LookupAddress } from "node:dns";
import { type LookupFunction } from "node:net";
import { expect, test } from "vitest";
import { isPublicAddress } from "./addresses.ts";
import { checkedLookup, type Resolve } from "./resolver.ts";

const addresses = (...list: readonly string[]): LookupAddress[] =>
  list.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

const look = (lookup: LookupFunction, hostname: string, all: boolean): Promise<unknown> =>
  new Promise((resolve, reject) => {
    lookup(hostname, { all }, (error, address, family) => {
      if (error === null) resolve(all ? address : { address, family });
      else reject(error);
    });
  });

test("a name is resolved once, and exactly what was checked is handed on", async () => {
  const answers = [addresses("1.1.1.1", "2606:4700::1"), addresses("127.0.0.1")];
  let asked = 0;
  const lookup = checkedLookup(async () => answers[asked++] ?? [], isPublicAddress);
  expect(await look(lookup, "rebinding.example", true)).toEqual(addresses("1.1.1.1", "2606:4700::1"));
  expect(asked).toBe(1);
  await expect(look(lookup, "rebinding.example", true)).rejects.toMatchObject({ code: "address-refused" });
});

test("a caller that wants one address gets the first", async () => {
  const lookup = checkedLookup(async () => addresses("2606:4700::1", "1.1.1.1"), isPublicAddress);
  expect(await look(lookup, "public.example", false)).toEqual({ address: "2606:4700::1", family: 6 });
});

test.each<[string, string, Resolve]>([
  ["one private among public", "address-refused", async () => addresses("1.1.1.1", "10.0.0.1")],
  ["one mapped among public", "address-refused", async () => addresses("1.1.1.1", "::ffff:127.0.0.1")],
  ["what is not an address", "address-refused", async () => addresses("evil")],
  ["no address", "dns", async () => []],
  ["an error", "dns", () => Promise.reject(new Error("SERVFAIL"))],
])("%s is refused", async (_, code, resolve) => {
  const lookup = checkedLookup(resolve, isPublicAddress);
  await expect(look(lookup, "mixed.example", true)).rejects.toMatchObject({ code });
});

test("localhost and what is below it is never asked of anybody", async () => {
  const lookup = checkedLookup(
    () => Promise.reject(new Error("asked")),
    () => true,
  );
  for (const name of ["localhost", "localhost.", "northfield.localhost", "A.LOCALHOST."]) {
    expect(await look(lookup, name, true)).toEqual(addresses("127.0.0.1"));
  }
  await expect(look(lookup, "notlocalhost", true)).rejects.toMatchObject({ code: "dns" });
});
