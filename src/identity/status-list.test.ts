import { randomInt } from "node:crypto";
import { deflateSync } from "node:zlib";
import { getListFromStatusListJWT } from "@sd-jwt/jwt-status-list";
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { generateEd25519Keys, type KeyPair, publicJwk } from "./actor-keys.ts";
import { type IssuerKeys, issuerKeys } from "./issuer-keys.ts";
import { readStatusList, signStatusList, type StatusListRequest } from "./status-list.ts";

const uri = "https://northfield.example/status-lists/0";
const now = new Date("2026-03-04T15:16:17Z");
const seconds = now.getTime() / 1000;
let house: KeyPair;
let stranger: KeyPair;
let kid: string;
let keys: IssuerKeys;
let request: StatusListRequest;

beforeAll(async () => {
  [house, stranger] = await Promise.all([generateEd25519Keys(), generateEd25519Keys()]);
  const jwk = await publicJwk(house.publicKey);
  kid = await calculateJwkThumbprint(jwk);
  keys = issuerKeys({ keys: [{ ...jwk, kid }] });
  request = {
    uri,
    issuerKey: { kid, privateKey: house.privateKey },
    revoked: [
      { index: 0, revokedAt: new Date("2026-03-01T10:00:00Z") },
      { index: 131_071, revokedAt: new Date("2026-03-02T10:00:00Z") },
    ],
    now,
    seconds: 600,
  };
});

const read = async (token: string, at = now) => await readStatusList(token, { uri, keys, now: at });

describe("signStatusList", () => {
  it("signs a statuslist+jwt that an independent reader reads", async () => {
    const token = await signStatusList(request);
    expect(decodeProtectedHeader(token)).toEqual({ typ: "statuslist+jwt", alg: "EdDSA", kid });
    expect(decodeJwt(token)).toMatchObject({ sub: uri, iat: seconds, exp: seconds + 600, ttl: 600 });
    const list = getListFromStatusListJWT(token);
    expect([0, 1, 8, 131_070, 131_071].map((index) => list.getStatus(index))).toEqual([1, 0, 0, 0, 1]);
  });

  it("lists as many places whoever has one, and says nothing but the revoked ones", async () => {
    const none = await signStatusList({ ...request, revoked: [] });
    expect(getListFromStatusListJWT(none).statusList).toHaveLength(131_072);
    expect(getListFromStatusListJWT(await signStatusList(request)).statusList).toHaveLength(131_072);
    expect(Object.keys(decodeJwt(none)).toSorted()).toEqual(
      ["exp", "https://w3id.org/consilium#revokedAt", "iat", "status_list", "sub", "ttl"].toSorted(),
    );
  });

  it("is good for a quarter of an hour at most, and takes no place that is none", async () => {
    await expect(signStatusList({ ...request, seconds: 901 })).rejects.toThrow("1 to 900 seconds");
    await expect(
      signStatusList({ ...request, revoked: [{ index: 131_072, revokedAt: now }] }),
    ).rejects.toThrow("no place 131072");
  });

  it("lists ten thousand revoked of ten thousand in well under a second", async () => {
    const revoked = Array.from({ length: 10_000 }, () => ({ index: randomInt(131_072), revokedAt: now }));
    const start = performance.now();
    await signStatusList({ ...request, revoked });
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("readStatusList", () => {
  it("says of each place whether and since when it is revoked", async () => {
    const list = await read(await signStatusList(request));
    expect(list.status(0)).toEqual({ kind: "revoked", since: new Date("2026-03-01T10:00:00Z") });
    expect(list.status(1)).toEqual({ kind: "valid" });
    expect(list.status(131_071)).toEqual({ kind: "revoked", since: new Date("2026-03-02T10:00:00Z") });
    expect(list.status(131_072)).toBeUndefined();
    expect(list.goodUntil).toEqual(new Date(now.getTime() + 600_000));
  });

  /** A list as another issuer would make it. */
  const other = async (change: {
    readonly payload?: Record<string, unknown>;
    readonly typ?: string;
    readonly signer?: KeyPair;
  }): Promise<string> =>
    await new SignJWT({
      sub: uri,
      iat: seconds,
      ttl: 60,
      status_list: { bits: 2, lst: deflateSync(Uint8Array.of(0b11_10_01_00)).toString("base64url") },
      ...change.payload,
    })
      .setProtectedHeader({ alg: "EdDSA", typ: change.typ ?? "statuslist+jwt", kid })
      .sign((change.signer ?? house).privateKey);

  it("reads lists of more bits, without times", async () => {
    const list = await read(await other({}));
    expect([0, 1, 2, 3].map((index) => list.status(index)?.kind)).toEqual([
      "valid",
      "revoked",
      "revoked",
      "revoked",
    ]);
    expect(list.status(1)).toEqual({ kind: "revoked", since: undefined });
    expect(list.goodUntil).toEqual(new Date(now.getTime() + 60_000));
  });

  it("never uses one for longer than a quarter of an hour, whatever it says of itself", async () => {
    const list = await read(await other({ payload: { ttl: 86_400 } }));
    expect(list.goodUntil).toEqual(new Date(now.getTime() + 900_000));
  });

  const refused: [string, () => Promise<string>][] = [
    ["of another address", async () => await other({ payload: { sub: `${uri}1` } })],
    ["signed by a stranger", async () => await other({ signer: stranger })],
    ["of another type", async () => await other({ typ: "JWT" })],
    ["from the future", async () => await other({ payload: { iat: seconds + 120 } })],
    ["of an hour ago", async () => await other({ payload: { iat: seconds - 3600 } })],
    ["without a time", async () => await other({ payload: { iat: undefined } })],
    ["with three bits", async () => await other({ payload: { status_list: { bits: 3, lst: "" } } })],
    [
      "that is no compressed list",
      async () => await other({ payload: { status_list: { bits: 1, lst: "AAAA" } } }),
    ],
    [
      "that grows to 64 MB",
      async () =>
        await other({
          payload: {
            status_list: { bits: 1, lst: deflateSync(new Uint8Array(64 << 20)).toString("base64url") },
          },
        }),
    ],
    ["without a signature", async () => (await other({})).replace(/\.[^.]*$/u, ".")],
    ["that is no token", async () => "revoked: none"],
  ];
  it.each(refused)("refuses a list %s", async (_, make) => {
    await expect(read(await make())).rejects.toThrow();
  });
});
