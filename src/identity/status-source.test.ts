import { createServer, type Server, type ServerResponse } from "node:http";
import { calculateJwkThumbprint } from "jose";
import { afterEach, describe, expect, it } from "vitest";
import { createFetcher, type Fetcher } from "#net/fetcher.ts";
import { generateEd25519Keys, publicJwk } from "./actor-keys.ts";
import { issueAttestation, present } from "./attestation.ts";
import { createIssuerKeySource, issuerJwks, issuerMetadata } from "./issuer-keys.ts";
import { signStatusList } from "./status-list.ts";
import { createStatusListSource } from "./status-source.ts";
import { type AttestationFacts, verifyAttestation } from "./verify-attestation.ts";

const start = new Date("2026-03-04T15:16:17Z");
let time = start.getTime();
const open: { close(): void }[] = [];
afterEach(() => {
  time = start.getTime();
  for (const one of open.splice(0)) one.close();
});

/** An institution that serves its keys and its list over HTTP. */
interface Institution {
  readonly origin: string;
  readonly asked: string[];
  revoked: { index: number; revokedAt: Date }[];
  /** What it answers in place of its list. */
  answer: ((uri: string) => Promise<{ status: number; body: string; location?: string }>) | undefined;
  /** A persona's attestation as an opinion carries it, and what it is judged against. */
  persona(
    index: number,
  ): Promise<{ presentation: string; facts: Pick<AttestationFacts, "actor" | "actorKeys"> }>;
}

async function institution(): Promise<Institution> {
  const pair = await generateEd25519Keys();
  const jwk = await publicJwk(pair.publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const issuerKey = { kid, privateKey: pair.privateKey };
  const server: Server = createServer((request, response) => {
    house.asked.push(request.url ?? "");
    void respond(request.url ?? "", response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({
    close() {
      server.closeAllConnections();
      server.close();
    },
  });
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const answer = async (path: string) => {
    const uri = `${origin}${path}`;
    if (path === "/.well-known/jwt-vc-issuer") {
      const { keys } = issuerJwks([{ kid, publicJwk: jwk, signsFrom: start, retiredAt: null }]);
      return { status: 200, body: JSON.stringify(issuerMetadata(origin, keys)) };
    }
    if (house.answer !== undefined) return await house.answer(uri);
    const list = { uri, issuerKey, revoked: house.revoked, now: new Date(time), seconds: 600 };
    return { status: 200, body: await signStatusList(list) };
  };
  const respond = async (path: string, response: ServerResponse) => {
    const { status, body, location } = await answer(path);
    if (location !== undefined) response.setHeader("location", location);
    response.writeHead(status).end(body);
  };
  const house: Institution = {
    origin,
    asked: [],
    revoked: [],
    answer: undefined,
    async persona(index) {
      const actor = await generateEd25519Keys();
      const subject = `${origin}/actors/persona-${index}`;
      const key = await publicJwk(actor.publicKey);
      const { attestation } = await issueAttestation({
        issuer: origin,
        issuerKey,
        subject,
        confirmationKey: key,
        verified: { profession: "physician", specialty: "dermatology" },
        status: { uri: `${origin}/status-lists/0`, index },
        now: start,
      });
      return {
        presentation: await present(attestation, ["profession", "specialty"]),
        facts: { actor: subject, actorKeys: [key] },
      };
    },
  };
  return house;
}

/** What another institution verifies with, over a fetcher that counts nothing and hides nothing. */
function verifier(houses: readonly Institution[]) {
  const fetcher: Fetcher = createFetcher({
    allowOrigins: houses.map(({ origin }) => origin),
    userAgent: "test",
  });
  open.push({ close: () => void fetcher.close() });
  const now = () => time;
  const keys = createIssuerKeySource(fetcher, now);
  const statusLists = createStatusListSource(fetcher, keys, now);
  const reason = async ({ presentation, facts }: Awaited<ReturnType<Institution["persona"]>>) => {
    const verdict = await verifyAttestation(presentation, {
      ...facts,
      at: new Date(time),
      audience: "https://southbank.example",
      issuerKeys: keys,
      statusLists,
    });
    return verdict.ok ? "accepted" : verdict.reason;
  };
  return { statusLists, reason };
}

const minutes = (count: number) => (time += count * 60_000);
const lists = (house: Institution) => house.asked.filter((path) => path.startsWith("/status-lists/"));

describe("createStatusListSource", () => {
  it("asks 20 institutions once each for keys and list, for 200 opinions of 200 personas", async () => {
    const houses = await Promise.all(Array.from({ length: 20 }, institution));
    const personas = await Promise.all(
      houses.flatMap((house) => Array.from({ length: 10 }, async (_, index) => await house.persona(index))),
    );
    const { reason } = verifier(houses);
    const reasons = await Promise.all(personas.map(reason));
    expect(reasons).toHaveLength(200);
    expect(new Set(reasons)).toEqual(new Set(["accepted"]));
    // And one by one, as they are worked off.
    for (const persona of personas) expect(await reason(persona)).toBe("accepted");
    for (const house of houses) {
      expect(house.asked.toSorted()).toEqual(["/.well-known/jwt-vc-issuer", "/status-lists/0"]);
    }
  });

  it("sees a revocation once the list it has is over, and no sooner", async () => {
    const house = await institution();
    const { reason } = verifier([house]);
    const [persona, neighbour] = [await house.persona(5), await house.persona(6)];
    expect(await reason(persona)).toBe("accepted");
    house.revoked = [{ index: 5, revokedAt: new Date(time) }];
    minutes(9.9);
    expect(await reason(persona)).toBe("accepted");
    minutes(0.1);
    expect(await reason(persona)).toBe("revoked");
    expect(await reason(neighbour)).toBe("accepted");
    expect(lists(house)).toHaveLength(2);
  });

  it("accepts nothing new once the list is over and no other can be had, and asks once a minute", async () => {
    const house = await institution();
    const { reason } = verifier([house]);
    const persona = await house.persona(5);
    expect(await reason(persona)).toBe("accepted");
    house.answer = async () => ({ status: 503, body: "" });
    minutes(10);
    expect(await reason(persona)).toBe("status-unknown");
    expect(await reason(persona)).toBe("status-unknown");
    expect(lists(house)).toHaveLength(2);
    house.answer = undefined;
    minutes(1);
    expect(await reason(persona)).toBe("accepted");
    expect(lists(house)).toHaveLength(3);
  });

  it("takes no stale list, no redirect, and none that somebody else signed", async () => {
    const [house, other] = [await institution(), await institution()];
    const { reason } = verifier([house, other]);
    const persona = await house.persona(5);
    const good = await (await fetch(`${house.origin}/status-lists/0`)).text();
    minutes(20);
    house.answer = async () => ({ status: 200, body: good });
    expect(await reason(persona)).toBe("status-unknown");
    minutes(1);
    house.answer = async () => ({ status: 302, body: "", location: `${other.origin}/status-lists/0` });
    expect(await reason(persona)).toBe("status-unknown");
    expect(lists(other)).toHaveLength(0);
    minutes(1);
    house.answer = async () => ({
      status: 200,
      body: await (await fetch(`${other.origin}/status-lists/0`)).text(),
    });
    expect(await reason(persona)).toBe("status-unknown");
  });

  it("fetches no list from a third server", async () => {
    const [house, victim] = [await institution(), await institution()];
    const { statusLists } = verifier([house, victim]);
    expect(await statusLists(house.origin, `${victim.origin}/status-lists/0`)).toBeUndefined();
    expect(victim.asked).toEqual([]);
  });
});
