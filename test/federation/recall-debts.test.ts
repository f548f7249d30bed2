import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { pressRecalls } from "#actions/press-recalls.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { withdrawCase } from "#actions/withdraw-case.ts";
import type { CaseId } from "#domain/ids.ts";
import { OBJECT_CONTEXT } from "#federation/vocabulary.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { listRecalls } from "#store/recalls.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { activity, caseNote, create } from "#test/support/remote-notes.ts";
import {
  proved,
  type RemoteActor,
  type RemoteServer,
  startRemoteServer,
} from "#test/support/remote-server.ts";

const HOUR_MS = 3_600_000;

let here: TestInstance;
/** A trusted peer that receives, and confirms only when a test has it do so. */
let peer: RemoteServer;
let institution: RemoteActor;
let owl: RemoteActor;
let heron: SignedIn;

beforeAll(async () => {
  peer = await startRemoteServer("peer");
  here = await startTestInstance({ name: "northfield", allowOrigins: [peer.origin] });
  [owl, institution, heron] = await Promise.all([
    peer.addActor("owl"),
    peer.addActor("institution", { type: "Application" }),
    here.signIn(),
  ]);
  await setPeerTrust(here.app.instance, peer.host, "trusted");
  await send(owl, activity(owl, "Follow", heron.physician.persona.uri));
  await eventually("the follow is accepted", async () => received("Accept", owl.uri));
});
afterAll(() => Promise.all([here?.stop(), peer?.stop()]));

const send = async (actor: RemoteActor, document: object): Promise<void> => {
  expect(await peer.post(actor, `${here.origin}/inbox`, document)).toMatchObject({ status: 202 });
};

/** What was delivered of this type that names this address. */
const received = async (type: string, address: string): Promise<Record<string, unknown>> => {
  const found = peer.delivered.find(
    ({ activity: one }) => one["type"] === type && JSON.stringify(one).includes(JSON.stringify(address)),
  );
  if (found === undefined) throw new Error(`No ${type} of ${address} came`);
  return found.activity;
};

/** Waits until everything that was taken is worked off. */
const quiet = () =>
  eventually("nothing waits", async () => {
    const rows = await here.app.instance.db.execute(sql`select from queue_messages where failed_at is null`);
    expect(rows.length).toBe(0);
  });

const uriOf = (id: CaseId): string => `${here.origin}/cases/${id}`;
const ask = (audience: "public" | "network") => postCase(here, heron.physician, { audience });
const sent = (id: CaseId) => eventually("the case is sent", () => received("Create", uriOf(id)));

/** Posts a case, which the peer gets, and withdraws it. */
async function withdrawn(): Promise<{ readonly id: CaseId; readonly deletion: Record<string, unknown> }> {
  const id = await ask("network");
  await sent(id);
  await withdrawCase(here.app.instance, heron.physician, id);
  return { id, deletion: await eventually("it is told", () => received("Delete", uriOf(id))) };
}

const standing = async (id: CaseId) =>
  (await listRecalls(here.app.instance.db, 50)).find(({ caseId }) => caseId === id);

/** The instance as it is in so many hours. */
const later = (hours: number) => ({
  ...here.app.instance,
  clock: () => new Date(Date.now() + hours * HOUR_MS),
});

const receipt = (signer: RemoteActor, deletion: Record<string, unknown>, id: CaseId) => ({
  ...activity(signer, "Accept", {
    id: deletion["id"],
    type: "Delete",
    actor: deletion["actor"],
    object: uriOf(id),
  }),
  "@context": OBJECT_CONTEXT,
});

test("the Delete asks for a receipt by a deadline; only the institution's own, proven one counts", async () => {
  const { id, deletion } = await withdrawn();
  expect(deletion).toMatchObject({
    type: "Delete",
    object: { id: uriOf(id), type: "Tombstone" },
    proof: { cryptosuite: "eddsa-jcs-2022" },
  });
  const { recall } = z.object({ recall: z.object({ deadline: z.iso.datetime() }) }).parse(deletion);
  expect(Date.parse(recall.deadline) - Date.now()).toBeGreaterThan(23 * HOUR_MS);
  const owes = { told: 1, confirmed: [], owing: [{ host: peer.host, undelivered: null }] };
  await eventually("it owes", async () => expect(await standing(id)).toMatchObject(owes));
  await send(institution, receipt(institution, deletion, id));
  await send(owl, await proved(owl, receipt(owl, deletion, id)));
  const other = { ...deletion, id: `${uriOf(await ask("public"))}#delete` };
  await send(institution, await proved(institution, receipt(institution, other, id)));
  await quiet();
  expect(await standing(id)).toMatchObject(owes);
  await send(institution, await proved(institution, receipt(institution, deletion, id)));
  await eventually("it has confirmed", async () =>
    expect(await standing(id)).toMatchObject({ confirmed: [peer.host], owing: [] }),
  );
});

test("a peer that owes past its deadline is sent and shown no restricted case until it confirms", async () => {
  const { db } = here.app.instance;
  const { id, deletion } = await withdrawn();
  const before = await ask("network");
  await sent(before);
  expect((await peer.get(uriOf(before), owl)).status).toBe(200);
  await db.execute(`update recalls set due_at = now() - interval '1 minute' where case_id = '${id}'`);

  expect((await peer.get(uriOf(before), owl)).status).toBe(404);
  const [restricted, open] = [await ask("network"), await ask("public")];
  await sent(open);
  // Cases are written down in the order in which they were asked, so this one would have come, too.
  await eventually("both are written down", async () => {
    const rows = await db.execute(
      `select from outgoing_activities where type = 'Create' and object_uri in ('${uriOf(restricted)}', '${uriOf(open)}')`,
    );
    expect(rows.length).toBe(2);
  });
  await expect(received("Create", uriOf(restricted))).rejects.toThrow("No Create");
  const [none] = await db.execute(
    `select count(*)::int as n from deliveries d join outgoing_activities a on a.id = d.activity_id where a.object_uri = '${uriOf(restricted)}'`,
  );
  expect(none).toEqual({ n: 0 });

  await send(institution, await proved(institution, receipt(institution, deletion, id)));
  await eventually("it has confirmed", async () => expect((await standing(id))?.owing).toEqual([]));
  expect((await peer.get(uriOf(before), owl)).status).toBe(200);
  await sent(await ask("network"));
});

test("a server that signs no receipts is looked at after an hour, and the Delete is repeated after a day", async () => {
  const { id } = await withdrawn();
  let statuses = [{ id: "7", uri: uriOf(id) }];
  const json = (path: string, body: () => unknown): void =>
    void peer.handlers.set(path, (_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(body()));
    });
  const handle = `${heron.physician.persona.handle}@${new URL(here.origin).host}`;
  json("/.well-known/nodeinfo", () => ({ links: [{ rel: "x", href: `${peer.origin}/nodeinfo/2.0` }] }));
  json("/nodeinfo/2.0", () => ({ software: { name: "mastodon" } }));
  json(`/api/v1/accounts/lookup?acct=${encodeURIComponent(handle)}`, () => ({ id: "42" }));
  json("/api/v1/accounts/42/statuses?limit=40", () => statuses);
  json("/api/v1/accounts/42/statuses?limit=40&max_id=7", () => []);

  await pressRecalls(here.app.instance);
  expect((await standing(id))?.owing).toMatchObject([{ found: null }]);
  await pressRecalls(later(1.1));
  expect((await standing(id))?.owing).toMatchObject([{ found: "shown" }]);
  statuses = [];
  await pressRecalls(later(2.2));
  expect(await standing(id)).toMatchObject({ owing: [], absent: 1, confirmed: [] });

  const second = await withdrawn();
  json("/nodeinfo/2.0", () => ({ software: { name: "consilium" } }));
  const deletes = () =>
    peer.delivered.filter(({ activity: one }) => one["id"] === second.deletion["id"]).length;
  await eventually("it is delivered", async () =>
    expect((await standing(second.id))?.owing).toMatchObject([{ undelivered: null }]),
  );
  await pressRecalls(later(23));
  expect((await standing(second.id))?.owing).toMatchObject([{ found: null, undelivered: null }]);
  await pressRecalls(later(25));
  await eventually("it is told again", async () => expect(deletes()).toBe(2));
});

test("a case of another server goes by its author's or its institution's word, and nobody else's", async () => {
  const { db } = here.app.instance;
  const jay = await peer.addActor("jay");
  const arrived = async (): Promise<string> => {
    const note = caseNote(owl, "public", { cc: [heron.physician.persona.uri] });
    await send(owl, create(note));
    await eventually("the case is here", async () =>
      expect(await findCaseIdByUri(db, note.id)).toBeDefined(),
    );
    return note.id;
  };
  const deletion = (actor: RemoteActor, object: string, more: object = {}) =>
    activity(actor, "Delete", object, more);
  const gone = (uri: string) =>
    eventually("the case is gone", async () => expect(await findCaseIdByUri(db, uri)).toBeUndefined());

  const [first, second] = [await arrived(), await arrived()];
  const strange = deletion(jay, first, { recall: { deadline: new Date().toISOString() } });
  await send(jay, strange);
  await send(owl, deletion(owl, second));
  await gone(second);
  await send(institution, deletion(institution, first, { recall: { deadline: new Date().toISOString() } }));
  await gone(first);
  await eventually("the institution gets its receipt", () =>
    received("Accept", String(deletion(institution, first).object)),
  );
  await expect(received("Accept", strange.id)).rejects.toThrow("No Accept");

  const late = caseNote(owl, "public", { cc: [heron.physician.persona.uri] });
  await send(institution, deletion(institution, late.id, { recall: { deadline: "soon" } }));
  await eventually("a receipt comes for what was never here", () => received("Accept", late.id));
  await send(owl, create(late));
  await quiet();
  expect(await findCaseIdByUri(db, late.id)).toBeUndefined();
});
