import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";
import {
  proved,
  type RemoteActor,
  type RemoteServer,
  startRemoteServer,
} from "#test/support/remote-server.ts";

const AS = "https://www.w3.org/ns/activitystreams";

let here: TestInstance;
let there: RemoteServer;
let elsewhere: RemoteServer;
let alice: RemoteActor;
let bob: RemoteActor;
let mallory: RemoteActor;
let inbox: string;
let stream: string;
let serial = 0;

beforeAll(async () => {
  [there, elsewhere] = await Promise.all([startRemoteServer("there"), startRemoteServer("elsewhere")]);
  here = await startTestInstance({
    name: "northfield",
    allowOrigins: [there.origin, elsewhere.origin],
    // Nothing is worked off: what was taken stays where it can be counted.
    config: { role: "web" },
  });
  [alice, bob, mallory] = await Promise.all([
    there.addActor("alice"),
    there.addActor("bob"),
    elsewhere.addActor("mallory"),
  ]);
  inbox = `${here.origin}/inbox`;
  stream = `${here.origin}/actors/dermatology`;
});
afterAll(() => Promise.all([here.stop(), there.stop(), elsewhere.stop()]));
beforeEach(() => here.app.instance.db.execute(sql`delete from queue_messages`));

const follow = (actor: RemoteActor, changes: object = {}) => ({
  "@context": AS,
  id: `${actor.uri}/follows/${++serial}`,
  type: "Follow",
  actor: actor.uri,
  object: stream,
  ...changes,
});

/** What was kept of everything that was sent. */
async function kept(): Promise<number> {
  const [row] = await here.app.instance.db.execute<{ n: number }>(
    sql`select (select count(*) from queue_messages) + (select count(*) from received_activities)
      + (select count(*) from follows) as n`,
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

test("a proof by a key that was changed since is taken after a look at the actor", async () => {
  const erin = await there.addActor("erin");
  const passOn = async (): Promise<number> =>
    (await elsewhere.post(mallory, inbox, await proved(erin, { ...follow(erin), "@context": [AS] }))).status;
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
    const activity = await proved(alice, { ...follow(alice), "@context": [AS] });
    expect((await elsewhere.post(mallory, inbox, activity)).status).toBe(202);
  });

  test("a valid signature by bob on what alice did (CVE-2025-54888)", async () => {
    await expectRefusal(await there.post(bob, inbox, follow(alice)), 401, /no proof/);
  });

  test("passed on with a proof by somebody else than its actor", async () => {
    const activity = await proved(mallory, { ...follow(alice), "@context": [AS] });
    await expectRefusal(await elsewhere.post(mallory, inbox, activity), 401, /no proof/);
  });

  test("passed on with a proof, and changed", async () => {
    const activity = await proved(alice, { ...follow(alice), "@context": [AS] });
    const changed = { ...activity, object: `${here.origin}/actors/cardiology` };
    await expectRefusal(await elsewhere.post(mallory, inbox, changed), 401, /no proof/);
  });

  test("an id on another host than the actor's", async () => {
    const activity = follow(alice, { id: `${elsewhere.origin}/follows/1` });
    await expectRefusal(await there.post(alice, inbox, activity), 400, /own server/);
  });

  test("in the name of an actor of this institution", async () => {
    const activity = { ...follow(alice), id: `${here.origin}/x`, actor: stream };
    await expectRefusal(await there.post(alice, inbox, activity), 403, /do not post/);
  });

  test("from a blocked institution, by itself or passed on", async () => {
    const { db } = here.app.instance;
    await db.execute(sql`insert into peers (id, host, trust, first_seen_at)
      values (gen_random_uuid(), ${elsewhere.host}, 'blocked', now())`);
    try {
      await expectRefusal(await elsewhere.post(mallory, inbox, follow(mallory)), 403, /blocked/);
      const activity = await proved(alice, { ...follow(alice), "@context": [AS] });
      await expectRefusal(await elsewhere.post(mallory, inbox, activity), 403, /blocked/);
    } finally {
      await db.execute(sql`delete from peers`);
    }
  });
});
