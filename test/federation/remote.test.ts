import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { follow } from "#actions/follow.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { OBJECT_CONTEXT } from "#federation/vocabulary.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { actors } from "#store/schema/index.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { caseNote, create } from "#test/support/remote-notes.ts";
import { type RemoteActor, type RemoteServer, startRemoteServer } from "#test/support/remote-server.ts";

const AS = "https://www.w3.org/ns/activitystreams";

let here: TestInstance;
let there: RemoteServer;
let elsewhere: RemoteServer;
let mallory: RemoteActor;
let heron: SignedIn;
let inbox: string;
let serial = 0;

beforeAll(async () => {
  [there, elsewhere] = await Promise.all([startRemoteServer("there"), startRemoteServer("elsewhere")]);
  here = await startTestInstance({ name: "northfield", allowOrigins: [there.origin, elsewhere.origin] });
  inbox = `${here.origin}/inbox`;
  [mallory, heron] = await Promise.all([elsewhere.addActor("mallory"), here.signIn()]);
  await setPeerTrust(here.app.instance, there.host, "trusted");
});
afterAll(() => Promise.all([here.stop(), there.stop(), elsewhere.stop()]));

/** Waits until it is so; what does not become so within ten seconds fails the test. */
const eventually = <Value>(look: () => Promise<Value> | Value): Promise<NonNullable<Value>> =>
  expect
    .poll(look, { timeout: 10_000, interval: 20 })
    .toBeTruthy()
    .then(async () => {
      const value = await look();
      if (value === undefined || value === null) throw new Error("It was so and is not any more");
      return value;
    });

/** Waits until everything that was taken is worked off. */
const quiet = (): Promise<void> =>
  expect
    .poll(
      async () => {
        const [row] = await here.app.instance.db.execute<{ n: number }>(
          sql`select count(*)::int as n from queue_messages where queue = 'inbox' and failed_at is null`,
        );
        return row?.n;
      },
      { timeout: 10_000, interval: 20 },
    )
    .toBe(0);

const send = async (server: RemoteServer, actor: RemoteActor, activity: object): Promise<void> => {
  expect(await server.post(actor, inbox, activity)).toMatchObject({ status: 202 });
};

describe("announces", () => {
  test("of a stream that somebody here follows bring the case; of a blocked institution's none", async () => {
    const group = await there.addActor("dermatology", { type: "Group" });
    const { instance } = here.app;
    await follow(instance, heron.physician, await instance.remote.findActor(group.uri));
    const object = { "@context": OBJECT_CONTEXT, ...caseNote(mallory) };
    elsewhere.documents.set(new URL(object.id).pathname, object);
    const announce = (more: object) => ({
      "@context": AS,
      id: `${group.uri}/announces/${++serial}`,
      type: "Announce",
      actor: group.uri,
      object: object.id,
      ...more,
    });
    await setPeerTrust(instance, elsewhere.host, "blocked");
    await send(there, group, announce({}));
    await quiet();
    expect(await findCaseIdByUri(instance.db, object.id)).toBeUndefined();
    expect(elsewhere.asked.has(new URL(object.id).pathname)).toBe(false);

    await setPeerTrust(instance, elsewhere.host, "unknown");
    const other = { "@context": OBJECT_CONTEXT, ...caseNote(mallory) };
    elsewhere.documents.set(new URL(other.id).pathname, other);
    await send(there, group, announce({ object: create(other) }));
    await eventually(() => findCaseIdByUri(instance.db, other.id));
  });
});

describe("actors", () => {
  test("are found by handle, by id and by page, and their names are plain", async () => {
    const uri = `${there.origin}/users/dr-x`;
    await there.addActor("dr-x", {
      name: "Dr <b>X</b>\u202e",
      summary: "<p>Hello<img src=x onerror=y></p>",
      url: `${there.origin}/@dr-x`,
    });
    there.documents.set("/@dr-x", there.documents.get("/users/dr-x"));
    const { remote, db } = here.app.instance;
    const id = await remote.findActor(`@dr-x@${there.host}`);
    expect(await remote.findActor(uri)).toBe(id);
    expect(await remote.findActor(`${there.origin}/@dr-x`)).toBe(id);
    const [row] = await db.select().from(actors).where(eq(actors.id, id));
    expect(row).toMatchObject({
      uri,
      host: there.host,
      username: "dr-x",
      name: "Dr X",
      summary: "<p>Hello</p>",
    });
  });

  test.for([
    ["of another server", { id: "http://elsewhere.localhost:1/users/x" }],
    ["with an inbox elsewhere", { inbox: "http://elsewhere.localhost:1/inbox" }],
    ["that are notes", { type: "Note" }],
  ] as const)("none %s", async ([, changes]) => {
    const handle = `odd-${++serial}`;
    await there.addActor(handle, changes);
    await expect(here.app.instance.remote.findActor(`@${handle}@${there.host}`)).rejects.toThrow();
  });

  test("who are not there are asked for once a minute", async () => {
    const uri = `${there.origin}/users/nobody`;
    const find = () => here.app.instance.remote.findActor(uri);
    await expect(find()).rejects.toMatchObject({ kind: "not-found" });
    await expect(find()).rejects.toMatchObject({ kind: "not-found" });
    expect(there.asked.get("/users/nobody")).toBe(1);
  });
});
