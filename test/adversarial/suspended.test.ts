import { afterAll, beforeAll, expect, test } from "vitest";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { findPostByUri } from "#store/posts.ts";
import { type AttackScene, createAttackScene } from "#test/support/attack-scene.ts";
import { activity, caseNote, create, note } from "#test/support/remote-notes.ts";
import { proved } from "#test/support/remote-server.ts";

/** Whoever was blocked does not come back through others (CVE-2026-23961). */
let scene: AttackScene;

beforeAll(async () => {
  scene = await createAttackScene();
  await setPeerTrust(scene.here.app.instance, scene.friend.host, "trusted");
});
afterAll(() => scene?.stop());

test("through an Announce, a reply, an embedded object or a proof that a friend passes on", async () => {
  const { alice, mallory, enemy, here } = scene;
  const { db, remote } = here.app.instance;
  const early = note(mallory, { content: "<p>Before</p>" });
  await scene.post(mallory, create(early));
  await expect.poll(() => findPostByUri(db, early.id)).toBeDefined();
  await setPeerTrust(here.app.instance, enemy.host, "blocked");

  const [late, theirCase] = [note(mallory, { content: "<p>After</p>" }), caseNote(mallory)];
  for (const object of [late, theirCase]) enemy.documents.set(new URL(object.id).pathname, object);
  const before = enemy.asked.get(new URL(late.id).pathname) ?? 0;
  await scene.harmless("a blocked actor's words", async () => {
    expect((await scene.post(mallory, create(late))).status).toBe(403);
    for (const object of [late.id, late, create(late), theirCase.id, create(theirCase)]) {
      await scene.post(alice, activity(alice, "Announce", object));
    }
    const carried = await proved(mallory, create(note(mallory, { content: "<p>Carried</p>" })));
    expect((await scene.friend.post(alice, `${here.origin}/inbox`, carried)).status).toBe(403);
    for (const uri of [late.id, theirCase.id]) await expect(remote.fetchObject(uri)).rejects.toThrow();
    await expect(remote.fetchCase(theirCase.id)).rejects.toThrow();
    await scene.quiet();
  });
  expect(enemy.asked.get(new URL(late.id).pathname) ?? 0, "it is not even asked").toBe(before);
  expect(await findPostByUri(db, late.id)).toBeUndefined();
  expect(await findCaseIdByUri(db, theirCase.id)).toBeUndefined();
});
