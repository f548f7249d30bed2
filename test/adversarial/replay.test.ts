import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type AttackScene, createAttackScene } from "#test/support/attack-scene.ts";
import { create, note } from "#test/support/remote-notes.ts";
import {
  postRaw,
  type RawHeaders,
  type RemoteActor,
  sha256,
  signRfc9421,
} from "#test/support/remote-server.ts";
import { KeyObject } from "node:crypto";

/** The same again, word for word or signed anew, at once, after two hours, and after a day and an hour. */
const HOUR_MS = 3_600_000;
let scene: AttackScene;

beforeAll(async () => {
  scene = await createAttackScene();
});
afterEach(() => void vi.useRealTimers());
afterAll(() => scene?.stop());

/** A request as it went over the wire, to be sent again. */
function recorded(
  actor: RemoteActor,
  activity: object,
): { readonly headers: RawHeaders; readonly body: string } {
  const body = JSON.stringify(activity);
  const { host } = new URL(scene.here.origin);
  const digest = `sha-256=:${sha256(body)}:`;
  const signature = signRfc9421(KeyObject.from(actor.keys.rsa.privateKey), actor.keyId, [
    ["@method", "POST"],
    ["@target-uri", `${scene.here.origin}/inbox`],
    ["content-digest", digest],
  ]);
  return { headers: { host, "content-digest": digest, ...signature }, body };
}

test.each([
  ["at once", 0, 202],
  ["after two hours", 2 * HOUR_MS, 401],
  ["after 25 hours", 25 * HOUR_MS, 401],
] as const)("%s", async (_, laterMs, status) => {
  const { mallory, here } = scene;
  const activity = create(note(mallory, { content: "<p>Once</p>" }));
  const inbox = `${here.origin}/inbox`;
  const request = recorded(mallory, activity);
  expect(await postRaw(inbox, request.headers, request.body)).toMatchObject({ status: 202 });
  await scene.quiet();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + laterMs });
  await scene.harmless("the same request", async () => {
    expect((await postRaw(inbox, request.headers, request.body)).status).toBe(status);
  });
  await scene.harmless("the same activity, signed anew", async () => {
    expect((await scene.post(mallory, activity)).status).toBe(202);
  });
  await scene.harmless("taken back and sent again", async () => {
    const other = create(note(mallory, { id: activity.object.id, content: "<p>Twice</p>" }));
    expect((await scene.post(mallory, { ...other, id: `${activity.id}-again` })).status).toBe(202);
  });
});
