import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createInboxScene, type InboxScene } from "#test/support/inbox-scene.ts";
import type { TestInstance } from "#test/support/instance.ts";
import { proved, type RemoteActor, type RemoteServer } from "#test/support/remote-server.ts";

const AS = "https://www.w3.org/ns/activitystreams";

let scene: InboxScene;
let here: TestInstance;
let there: RemoteServer;
let elsewhere: RemoteServer;
let alice: RemoteActor;
let bob: RemoteActor;
let mallory: RemoteActor;
let inbox: string;

beforeAll(async () => {
  scene = await createInboxScene();
  ({ here, there, elsewhere, alice, mallory, inbox } = scene);
  bob = await there.addActor("bob");
});
afterAll(() => scene?.stop());
beforeEach(() => scene.clear());

test("a proof by a key that was changed since is taken after a look at the actor", async () => {
  const erin = await there.addActor("erin");
  const passOn = async (): Promise<number> =>
    (await elsewhere.post(mallory, inbox, await proved(erin, { ...scene.follow(erin), "@context": [AS] })))
      .status;
  expect(await passOn()).toBe(202);
  await there.rotate(erin);
  // She was looked at less than a minute ago.
  expect(await passOn()).toBe(401);
  await here.app.instance.db.execute(
    sql`update actors set fetched_at = fetched_at - interval '2 minutes' where uri = ${erin.uri}`,
  );
  expect(await passOn()).toBe(202);
});

describe("who speaks for whom", () => {
  test("passed on by somebody else, with a proof by its actor", async () => {
    const activity = await proved(alice, { ...scene.follow(alice), "@context": [AS] });
    expect((await elsewhere.post(mallory, inbox, activity)).status).toBe(202);
  });

  test("a valid signature by bob on what alice did (CVE-2025-54888)", async () => {
    await scene.expectRefusal(await there.post(bob, inbox, scene.follow(alice)), 401, /no proof/);
  });

  test("passed on with a proof by somebody else than its actor", async () => {
    const activity = await proved(mallory, { ...scene.follow(alice), "@context": [AS] });
    await scene.expectRefusal(await elsewhere.post(mallory, inbox, activity), 401, /no proof/);
  });

  test("passed on with a proof, and changed", async () => {
    const activity = await proved(alice, { ...scene.follow(alice), "@context": [AS] });
    const changed = { ...activity, object: `${here.origin}/actors/cardiology` };
    await scene.expectRefusal(await elsewhere.post(mallory, inbox, changed), 401, /no proof/);
  });

  test("an id on another host than the actor's", async () => {
    const activity = scene.follow(alice, { id: `${elsewhere.origin}/follows/1` });
    await scene.expectRefusal(await there.post(alice, inbox, activity), 400, /own server/);
  });

  test("in the name of an actor of this institution", async () => {
    const activity = { ...scene.follow(alice), id: `${here.origin}/x`, actor: scene.stream };
    await scene.expectRefusal(await there.post(alice, inbox, activity), 403, /do not post/);
  });

  test("from a blocked institution, by itself or passed on", async () => {
    const { db } = here.app.instance;
    await db.execute(sql`insert into peers (id, host, trust, first_seen_at)
      values (gen_random_uuid(), ${elsewhere.host}, 'blocked', now())`);
    try {
      await scene.expectRefusal(await elsewhere.post(mallory, inbox, scene.follow(mallory)), 403, /blocked/);
      const activity = await proved(alice, { ...scene.follow(alice), "@context": [AS] });
      await scene.expectRefusal(await elsewhere.post(mallory, inbox, activity), 403, /blocked/);
    } finally {
      await db.execute(sql`delete from peers`);
    }
  });
});
