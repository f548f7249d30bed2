import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { follow } from "#actions/follow.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import type { CaseId } from "#domain/ids.ts";
import { OBJECT_CONTEXT } from "#federation/vocabulary.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { listComments } from "#store/comments.ts";
import { listOpinions } from "#store/opinions.ts";
import { eventually } from "#test/support/eventually.ts";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { caseNote, create, note } from "#test/support/remote-notes.ts";
import {
  proved,
  type RemoteActor,
  type RemoteServer,
  startRemoteServer,
} from "#test/support/remote-server.ts";
import { vouching } from "#test/support/vouch.ts";

let here: TestInstance;
let there: RemoteServer;
let alice: RemoteActor;
let bob: RemoteActor;

beforeAll(async () => {
  there = await startRemoteServer("there");
  here = await startTestInstance({ name: "northfield", allowOrigins: [there.origin] });
  const [one, two, heron] = await Promise.all([
    there.addActor("alice"),
    there.addActor("bob"),
    here.signIn(),
  ]);
  [alice, bob] = [one, two];
  await setPeerTrust(here.app.instance, there.host, "trusted");
  await follow(here.app.instance, heron.physician, await here.app.instance.remote.findActor(alice.uri));
});
afterAll(() => Promise.all([here.stop(), there.stop()]));

const send = async (actor: RemoteActor, activity: object): Promise<void> => {
  expect(await there.post(actor, `${here.origin}/inbox`, activity)).toMatchObject({ status: 202 });
};

/** Waits until everything that was taken is worked off. */
const quiet = (): Promise<void> =>
  eventually("the inbox is worked off", async () => {
    const [row] = await here.app.instance.db.execute<{ n: number }>(
      sql`select count(*)::int as n from queue_messages where queue = 'inbox'`,
    );
    expect(row?.n).toBe(0);
  });

const caseId = (uri: string): Promise<CaseId> =>
  eventually("the case is here", async () => {
    const id = await findCaseIdByUri(here.app.instance.db, uri);
    if (id === undefined) throw new Error("not here");
    return id;
  });

/** Puts an object where its home shows it, and gives its Create. */
function published(object: ReturnType<typeof caseNote>) {
  there.documents.set(new URL(object.id).pathname, { "@context": OBJECT_CONTEXT, ...object });
  return create(object);
}

const deletion = (actor: RemoteActor, uri: string) => ({
  "@context": "https://www.w3.org/ns/activitystreams",
  id: `${uri}#delete`,
  type: "Delete",
  actor: actor.uri,
  object: { id: uri, type: "Tombstone" },
});

test("an answer to what is no address is dropped at once, and nothing waits for it", async () => {
  await send(bob, create(note(bob, { inReplyTo: "nowhere at all", content: "<p>Hello</p>" })));
  await quiet();
});

test("everything five times at the same moment is there once", async () => {
  const asked = published(caseNote(alice));
  await Promise.all(Array.from({ length: 5 }, () => send(alice, asked)));
  const id = await caseId(asked.object.id);
  const said = create(note(bob, { inReplyTo: asked.object.id, content: "<p>Any itching?</p>" }));
  await Promise.all(Array.from({ length: 5 }, () => send(bob, said)));
  const anew = { ...said, id: `${said.id}-anew` };
  await Promise.all(Array.from({ length: 5 }, () => send(bob, anew)));
  await quiet();
  expect(await listComments(here.app.instance.db, id)).toHaveLength(1);
  const [row] = await here.app.instance.db.execute<{ n: number }>(
    sql`select count(*)::int as n from cases where uri = ${asked.object.id}`,
  );
  expect(row?.n).toBe(1);
});

test("a comment that is faster than its case brings the case along", async () => {
  const asked = published(caseNote(alice, "network", { to: [`${alice.uri}/followers`] }));
  const said = create(note(alice, { inReplyTo: asked.object.id, content: "<p>One more thing</p>" }));
  await send(alice, said);
  const id = await caseId(asked.object.id);
  await send(alice, asked);
  await quiet();
  expect(await caseId(asked.object.id)).toBe(id);
  expect(await listComments(here.app.instance.db, id)).toMatchObject([{ content: "<p>One more thing</p>" }]);
});

test("what waits for a server that does not answer does not hold up what its actor does next", async () => {
  const path = "/users/alice/notes/of-a-bad-moment";
  there.handlers.set(path, (_request, response) => response.writeHead(502).end());
  await send(bob, create(note(bob, { inReplyTo: there.origin + path, content: "<p>On something away</p>" })));
  const asked = published(caseNote(alice));
  await send(alice, asked);
  const id = await caseId(asked.object.id);
  await send(bob, create(note(bob, { inReplyTo: asked.object.id, content: "<p>On something here</p>" })));
  await eventually("the second comment is here", async () => {
    expect(await listComments(here.app.instance.db, id)).toHaveLength(1);
  });
  const [waiting] = await here.app.instance.db.execute<{ last_error: string }>(
    sql`select last_error from queue_messages where queue = 'inbox'`,
  );
  expect(waiting?.last_error).toContain("was answered with 502");
  await here.app.instance.db.execute(sql`delete from queue_messages where queue = 'inbox'`);
  there.handlers.delete(path);
});

test("a comment on an unknown case has nothing fetched for somebody who is not trusted", async () => {
  const stranger = await startRemoteServer("stranger");
  try {
    const mallory = await stranger.addActor("mallory");
    const asked = published(caseNote(alice));
    const said = create(note(mallory, { inReplyTo: asked.object.id, content: "<p>Hello</p>" }));
    await stranger.post(mallory, `${here.origin}/inbox`, said);
    await quiet();
    expect(await findCaseIdByUri(here.app.instance.db, asked.object.id)).toBeUndefined();
    expect(there.asked.get(new URL(asked.object.id).pathname)).toBeUndefined();
  } finally {
    await stranger.stop();
  }
});

test("an opinion that is faster than its case, whose institution does not answer at first, counts", async () => {
  const vouch = await vouching(there);
  const asked = published(caseNote(alice));
  const metadata = "/.well-known/jwt-vc-issuer";
  const isDown = { until: 1 };
  there.handlers.set(metadata, (_request, response) => {
    if (isDown.until-- > 0) response.writeHead(502).end();
    else response.end(JSON.stringify(there.documents.get(metadata)));
  });
  const opinion = { differential: [[{ text: "Urticaria" }]], confidence: 70 };
  const said = {
    ...note(bob, { inReplyTo: asked.object.id, opinion }),
    attestation: await vouch(bob),
  };
  await send(bob, create(await proved(bob, { "@context": OBJECT_CONTEXT, ...said })));
  const id = await caseId(asked.object.id);
  await send(alice, asked);
  // It is not asked again within ten seconds; until then the opinion waits rather than being judged for good.
  await eventually("the opinion waits", async () => {
    const [row] = await here.app.instance.db.execute<{ last_error: string | null }>(
      sql`select last_error from queue_messages where queue = 'inbox'`,
    );
    expect(row?.last_error).toContain("does not say with which keys it attests");
  });
  expect(await listOpinions(here.app.instance.db, id)).toEqual([]);
  await eventually(
    "the opinion counts",
    async () => {
      expect(await listOpinions(here.app.instance.db, id)).toMatchObject([
        { admission: { kind: "admitted" } },
      ]);
    },
    40_000,
  );
  there.handlers.delete(metadata);
});

test("a Delete that is faster than its Create keeps the object out, the author's own only", async () => {
  const asked = published(caseNote(alice));
  await send(alice, asked);
  const id = await caseId(asked.object.id);
  const early = create(note(bob, { inReplyTo: asked.object.id, content: "<p>Taken back</p>" }));
  await send(bob, deletion(bob, early.object.id));
  await quiet();
  await send(bob, early);
  // Nobody else's Delete does that.
  const other = create(note(bob, { inReplyTo: asked.object.id, content: "<p>Stays</p>" }));
  await send(alice, deletion(alice, other.object.id));
  await quiet();
  await send(bob, other);
  await quiet();
  const comments = await listComments(here.app.instance.db, id);
  expect(comments.map(({ content }) => content)).toEqual(["<p>Stays</p>"]);

  const gone = published(caseNote(alice));
  await send(alice, deletion(alice, gone.object.id));
  await quiet();
  await send(alice, gone);
  await send(bob, create(note(bob, { inReplyTo: gone.object.id, content: "<p>Too late</p>" })));
  await quiet();
  expect(await findCaseIdByUri(here.app.instance.db, gone.object.id)).toBeUndefined();
});

test("an Update that is faster than its Create leaves one case", async () => {
  const asked = published(caseNote(alice));
  await send(alice, { ...asked, id: `${asked.object.id}#update-1`, type: "Update" });
  await quiet();
  await send(alice, asked);
  await caseId(asked.object.id);
  await quiet();
  const [row] = await here.app.instance.db.execute<{ n: number }>(
    sql`select count(*)::int as n from cases where uri = ${asked.object.id}`,
  );
  expect(row?.n).toBe(1);
});
