import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";
import {
  postRaw,
  type RawHeaders,
  type RemoteActor,
  type RemoteServer,
  startRemoteServer,
} from "#test/support/remote-server.ts";

const AS = "https://www.w3.org/ns/activitystreams";

let here: TestInstance;
let there: RemoteServer;
let alice: RemoteActor;
let inbox: string;

beforeAll(async () => {
  there = await startRemoteServer("there");
  here = await startTestInstance({
    name: "northfield",
    allowOrigins: [there.origin],
    config: { role: "web" },
  });
  alice = await there.addActor("alice");
  inbox = `${here.origin}/inbox`;
});
afterAll(() => Promise.all([here.stop(), there.stop()]));

const follow = () => ({
  "@context": AS,
  id: `${alice.uri}/follows/1`,
  type: "Follow",
  actor: alice.uri,
  object: `${here.origin}/actors/dermatology`,
});

async function kept(): Promise<number> {
  const [row] = await here.app.instance.db.execute<{ n: number }>(
    sql`select (select count(*) from queue_messages) + (select count(*) from received_activities) as n`,
  );
  return Number(row?.n);
}

async function expectRefusal(
  answer: { readonly status: number; readonly text: string },
  status: number,
  why: RegExp,
): Promise<void> {
  expect(answer.text).toMatch(why);
  expect(answer.status).toBe(status);
  expect(await kept()).toBe(0);
}

describe("bodies", () => {
  const raw = async (body: string | Uint8Array, more: RawHeaders = {}) =>
    postRaw(inbox, { signature: `keyId="${alice.keyId}",headers="date",signature="AA=="`, ...more }, body);

  test("more than 1 MB", async () => {
    await expectRefusal(await raw(`{"a":"${"x".repeat(1024 * 1024)}"}`), 413, /1 MB/);
  });
  test.for([
    ["nested 20,000 deep", `{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}`, /64 deep/],
    ["no JSON", "{", /no JSON/],
    ["no object", "[1]", /JSON object/],
    ["a NUL character", JSON.stringify({ id: "\0" }), /NUL/],
    ["half a character", `{"id":"\\ud800"}`, /surrogates/],
    ["half a character in a name", `{"\\udc00":1}`, /surrogates/],
    ["no id", JSON.stringify({ type: "Follow", actor: "https://a.example/" }), /an id/],
    ["no activity", JSON.stringify({ hello: "world" }), /an id/],
  ] as const)("%s", async ([, body, why]) => {
    await expectRefusal(await raw(body), 400, why);
  });
  test("not in UTF-8", async () => {
    await expectRefusal(await raw(Uint8Array.from([0x7b, 0xff, 0x7d])), 400, /UTF-8/);
  });
  test("of another type", async () => {
    await expectRefusal(await raw("{}", { "content-type": "text/html" }), 415, /activity\+json/);
  });
  test("in a content coding", async () => {
    await expectRefusal(await raw("{}", { "content-encoding": "gzip" }), 415, /content coding/);
  });
  test("to nobody", async () => {
    const answer = await there.post(alice, `${here.origin}/actors/nobody-here/inbox`, follow());
    await expectRefusal(answer, 404, /no such actor/);
  });
  test("by another method", async () => {
    const answer = await there.get(inbox);
    await expectRefusal(answer, 405, /POST/);
  });
  test("an account that ended and was never known costs no look at its server", async () => {
    const gone = `${there.origin}/users/gone`;
    const activity = { "@context": AS, id: `${gone}#delete`, type: "Delete", actor: gone, object: gone };
    const answer = await there.post(alice, inbox, activity);
    expect(answer.status).toBe(202);
    expect(await kept()).toBe(0);
    expect(there.asked.has("/users/gone")).toBe(false);
  });
});
