import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createInboxScene, type InboxScene } from "#test/support/inbox-scene.ts";
import {
  postRaw,
  type RawHeaders,
  type RemoteActor,
  type RemoteServer,
} from "#test/support/remote-server.ts";

const AS = "https://www.w3.org/ns/activitystreams";

let scene: InboxScene;
let there: RemoteServer;
let alice: RemoteActor;
let inbox: string;

beforeAll(async () => {
  scene = await createInboxScene();
  ({ there, alice, inbox } = scene);
});
afterAll(() => scene?.stop());

describe("bodies", () => {
  const raw = async (body: string | Uint8Array, more: RawHeaders = {}) =>
    postRaw(inbox, { signature: `keyId="${alice.keyId}",headers="date",signature="AA=="`, ...more }, body);

  test("more than 1 MB", async () => {
    await scene.expectRefusal(await raw(`{"a":"${"x".repeat(1024 * 1024)}"}`), 413, /1 MB/);
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
    await scene.expectRefusal(await raw(body), 400, why);
  });
  test("not in UTF-8", async () => {
    await scene.expectRefusal(await raw(Uint8Array.from([0x7b, 0xff, 0x7d])), 400, /UTF-8/);
  });
  test("of another type", async () => {
    await scene.expectRefusal(await raw("{}", { "content-type": "text/html" }), 415, /activity\+json/);
  });
  test("in a content coding", async () => {
    await scene.expectRefusal(await raw("{}", { "content-encoding": "gzip" }), 415, /content coding/);
  });
  test("to nobody", async () => {
    const answer = await there.post(
      alice,
      `${scene.here.origin}/actors/nobody-here/inbox`,
      scene.follow(alice),
    );
    await scene.expectRefusal(answer, 404, /no such actor/);
  });
  test("by another method", async () => {
    const answer = await there.get(inbox);
    await scene.expectRefusal(answer, 405, /POST/);
  });
  test("an account that ended and was never known costs no look at its server", async () => {
    const gone = `${there.origin}/users/gone`;
    const activity = { "@context": AS, id: `${gone}#delete`, type: "Delete", actor: gone, object: gone };
    const answer = await there.post(alice, inbox, activity);
    expect(answer.status).toBe(202);
    expect(await scene.kept()).toBe(0);
    expect(there.asked.has("/users/gone")).toBe(false);
  });
});
