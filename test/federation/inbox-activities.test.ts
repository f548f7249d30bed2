import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { follow } from "#actions/follow.ts";
import { unfollow } from "#actions/unfollow.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import type { ActorId } from "#domain/ids.ts";
import { OBJECT_CONTEXT } from "#federation/vocabulary.ts";
import { findFollow } from "#store/follows.ts";
import { findCase, findCaseIdByUri } from "#store/cases.ts";
import { listComments } from "#store/comments.ts";
import { listOpinions } from "#store/opinions.ts";
import { eventuallySome } from "#test/support/eventually.ts";
import { inboxQuiet } from "#test/support/inbox-quiet.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { caseNote, clinical, create, note, PUBLIC } from "#test/support/remote-notes.ts";
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
let heron: SignedIn;
let aliceId: ActorId;
let inbox: string;

beforeAll(async () => {
  [there, elsewhere] = await Promise.all([startRemoteServer("there"), startRemoteServer("elsewhere")]);
  here = await startTestInstance({ name: "northfield", allowOrigins: [there.origin, elsewhere.origin] });
  inbox = `${here.origin}/inbox`;
  [alice, bob, mallory, heron] = await Promise.all([
    there.addActor("alice"),
    there.addActor("bob"),
    elsewhere.addActor("mallory"),
    here.signIn(),
  ]);
  await setPeerTrust(here.app.instance, there.host, "trusted");
  aliceId = await here.app.instance.remote.findActor(`@alice@${there.host}`);
  await follow(here.app.instance, heron.physician, aliceId);
});
afterAll(() => Promise.all([here.stop(), there.stop(), elsewhere.stop()]));

const send = async (server: RemoteServer, actor: RemoteActor, activity: object): Promise<void> => {
  expect(await server.post(actor, inbox, activity)).toMatchObject({ status: 202 });
};

/** A public case of alice that is here. */
async function aCase(): Promise<{
  readonly uri: string;
  readonly id: NonNullable<Awaited<ReturnType<typeof findCaseIdByUri>>>;
}> {
  const object = caseNote(alice);
  await send(there, alice, create(object));
  const id = await eventuallySome("the case is here", () => findCaseIdByUri(here.app.instance.db, object.id));
  return { uri: object.id, id };
}

describe("follows", () => {
  test("a Follow of a stream is accepted, and sent again after an Undo it stays undone", async () => {
    const stream = `${here.origin}/actors/neurology`;
    const activity = {
      "@context": AS,
      id: `${bob.uri}/follows/1`,
      type: "Follow",
      actor: bob.uri,
      object: stream,
    };
    await send(there, bob, activity);
    const accept = await eventuallySome("the follow is accepted", () =>
      there.delivered.find((one) => one.activity["type"] === "Accept"),
    );
    expect(accept.activity).toMatchObject({
      actor: stream,
      object: { id: activity.id, actor: bob.uri, object: stream },
    });

    const { db, remote } = here.app.instance;
    const ids = [await remote.findActor(bob.uri), await remote.findActor(stream)] as const;
    expect(await findFollow(db, ...ids)).toMatchObject({ state: "accepted" });
    const undo = {
      "@context": AS,
      id: `${activity.id}#undo`,
      type: "Undo",
      actor: bob.uri,
      object: activity,
    };
    // Somebody else's undoing changes nothing.
    await send(elsewhere, mallory, { ...undo, id: `${mallory.uri}/undo`, actor: mallory.uri });
    await inboxQuiet(here);
    expect(await findFollow(db, ...ids)).toBeDefined();
    await send(there, bob, undo);
    await eventuallySome("the follow is undone", async () => (await findFollow(db, ...ids)) === undefined);
    await send(there, bob, activity);
    await inboxQuiet(here);
    expect(await findFollow(db, ...ids)).toBeUndefined();
  });

  test("our Follow counts once its followee has accepted it, and nobody else (CVE-2025-30741)", async () => {
    const { instance } = here.app;
    const bobId = await instance.remote.findActor(bob.uri);
    await follow(instance, heron.physician, bobId);
    const state = async () => (await findFollow(instance.db, heron.physician.persona.actorId, bobId))?.state;
    const asked = await eventuallySome("the follow is asked for", () =>
      there.delivered.find((one) => one.activity["type"] === "Follow" && one.activity["object"] === bob.uri),
    );
    expect(await state()).toBe("pending");
    const accept = { "@context": AS, type: "Accept", object: asked.activity };
    await send(elsewhere, mallory, { ...accept, id: `${mallory.uri}/accept`, actor: mallory.uri });
    await send(there, alice, { ...accept, id: `${alice.uri}/accept`, actor: alice.uri });
    await inboxQuiet(here);
    expect(await state()).toBe("pending");
    await send(there, bob, { ...accept, id: `${bob.uri}/accept`, actor: bob.uri });
    await eventuallySome("the follow is accepted", async () => (await state()) === "accepted");
    await send(there, bob, { ...accept, type: "Reject", id: `${bob.uri}/reject`, actor: bob.uri });
    await eventuallySome("the follow is rejected", async () => (await state()) === undefined);
    await unfollow(instance, heron.physician, bobId);
  });
});

describe("cases", () => {
  test("a case of whom somebody here follows arrives, with what is not known of it", async () => {
    const { id } = await aCase();
    const found = await findCase(here.app.instance.db, id, { kind: "public" });
    expect(found).toMatchObject({
      audience: "public",
      author: { uri: alice.uri },
      clinical: { title: "A rash that comes back", fromTheFuture: { kept: true } },
    });
    expect(found?.clinical).not.toHaveProperty("audience");
  });

  test.for([
    ["a policy for the network, addressed to everyone", "network", [PUBLIC]],
    ["a policy for everyone, addressed to followers", "public", []],
  ] as const)("%s: the narrower counts", async ([, scope, to]) => {
    const object = caseNote(alice, scope, { to: [...to, `${alice.uri}/followers`] });
    await send(there, alice, create(object));
    const id = await eventuallySome("the case is here", () =>
      findCaseIdByUri(here.app.instance.db, object.id),
    );
    expect(await findCase(here.app.instance.db, id, { kind: "public" })).toBeUndefined();
    expect(await findCase(here.app.instance.db, id, { kind: "member" })).toMatchObject({
      audience: "network",
    });
  });

  test("in other words that its context explains", async () => {
    const object = note(alice, { content: "<p>A rash</p>", "c:clinicalCase": clinical("public") });
    const context = [AS, { c: "https://w3id.org/consilium#", "c:clinicalCase": { "@type": "@json" } }];
    await send(there, alice, create(object, { "@context": context }));
    await eventuallySome("the case is here", () => findCaseIdByUri(here.app.instance.db, object.id));
  });

  test.for([
    ["of nobody whom somebody here follows", () => [elsewhere, mallory, create(caseNote(mallory))]],
    [
      "for trusted institutions, of one that is not",
      () => [elsewhere, mallory, create(caseNote(mallory, "network", { to: [heron.physician.persona.uri] }))],
    ],
    ["for an audience that is not known here", () => [there, alice, create(caseNote(alice, "circle"))]],
    [
      "that is another's (CVE-2024-23832)",
      () => [there, bob, { ...create(caseNote(alice)), id: `${bob.uri}/x`, actor: bob.uri }],
    ],
    [
      "whose id is on another host",
      () => [
        there,
        alice,
        create({ ...caseNote(alice), id: `${elsewhere.origin}/notes/1` }, { id: `${alice.uri}/y` }),
      ],
    ],
    [
      "without a question",
      () => [there, alice, create({ ...caseNote(alice), clinicalCase: { audience: { scope: "public" } } })],
    ],
    [
      "whose context turns its author into another",
      () => [
        there,
        bob,
        create(caseNote(bob), {
          "@context": [
            AS,
            {
              consilium: "https://w3id.org/consilium#",
              actor: "consilium:x",
              by: { "@id": "as:actor", "@type": "@id" },
            },
          ],
          by: alice.uri,
        }),
      ],
    ],
  ] satisfies readonly (readonly [string, () => [RemoteServer, RemoteActor, object]])[])(
    "none %s",
    async ([, make]) => {
      const count = async () =>
        (await here.app.instance.db.execute<{ n: number }>(sql`select count(*)::int as n from cases`))[0]?.n;
      await inboxQuiet(here);
      const before = await count();
      const [server, actor, activity] = make();
      await send(server, actor, activity);
      await inboxQuiet(here);
      expect(await count()).toBe(before);
    },
  );
});

describe("replies", () => {
  test("a comment of an ordinary server, without what could harm", async () => {
    const { uri, id } = await aCase();
    const content = `<p onclick="x()">Seen <b>once</b>\u202e<script>alert(1)</script><a href="javascript:x()">here</a>&#x2066;</p><form>`;
    const object = note(mallory, { inReplyTo: uri, content });
    await send(elsewhere, mallory, create(object, { "@context": AS }));
    const [comment] = await eventuallySome("the comment is here", async () => {
      const found = await listComments(here.app.instance.db, id);
      return found.length > 0 ? found : undefined;
    });
    expect(comment).toMatchObject({ uri: object.id, author: { uri: mallory.uri } });
    expect(comment?.content).toBe('<p>Seen <b>once</b><a rel="nofollow noopener noreferrer">here</a></p>');

    // The same activity again, and the same comment in another activity, change nothing.
    await send(elsewhere, mallory, create(object, { "@context": AS }));
    await send(elsewhere, mallory, create(object, { "@context": AS, id: `${object.id}#again` }));
    // A comment on a comment belongs to the same case.
    const deeper = note(alice, { inReplyTo: object.id, content: "<p>Thank you</p>" });
    await send(there, alice, create(deeper));
    await eventuallySome(
      "two comments are here",
      async () => (await listComments(here.app.instance.db, id)).length === 2,
    );
    await inboxQuiet(here);
    expect(await listComments(here.app.instance.db, id)).toHaveLength(2);

    // Only its author takes it away, and it does not come back.
    const deletion = { "@context": AS, type: "Delete", object: { id: object.id, type: "Tombstone" } };
    await send(there, alice, { ...deletion, id: `${alice.uri}/delete`, actor: alice.uri });
    await inboxQuiet(here);
    expect(await listComments(here.app.instance.db, id)).toHaveLength(2);
    await send(elsewhere, mallory, { ...deletion, id: `${mallory.uri}/delete`, actor: mallory.uri });
    await eventuallySome(
      "one comment is here",
      async () => (await listComments(here.app.instance.db, id)).length === 1,
    );
    await send(elsewhere, mallory, create(object, { "@context": AS }));
    await inboxQuiet(here);
    expect(await listComments(here.app.instance.db, id)).toHaveLength(1);
  });

  test("whoever may not see a case cannot reply to it", async () => {
    const object = caseNote(alice, "network", { to: [`${alice.uri}/followers`] });
    await send(there, alice, create(object));
    const id = await eventuallySome("the case is here", () =>
      findCaseIdByUri(here.app.instance.db, object.id),
    );
    await send(elsewhere, mallory, create(note(mallory, { inReplyTo: object.id, content: "<p>Hello</p>" })));
    await send(there, bob, create(note(bob, { inReplyTo: object.id, content: "<p>Hello</p>" })));
    await eventuallySome(
      "one comment is here",
      async () => (await listComments(here.app.instance.db, id)).length === 1,
    );
    await inboxQuiet(here);
    expect(await listComments(here.app.instance.db, id)).toHaveLength(1);
  });

  test("an opinion is known by its author's proof, also where it is only named", async () => {
    const { uri, id } = await aCase();
    const opinion = { differential: [[{ text: "Urticaria" }]], confidence: 70 };
    const opinions = async () => listOpinions(here.app.instance.db, id);
    const direct = await proved(bob, {
      "@context": OBJECT_CONTEXT,
      ...note(bob, { inReplyTo: uri, opinion }),
    });
    await send(there, bob, create(direct));
    await eventuallySome("one opinion is here", async () => (await opinions()).length === 1);
    // Bob signed it, and no institution vouches for bob.
    expect((await opinions())[0]?.admission).toEqual({ kind: "comment", reason: "no-attestation" });

    const carol = await there.addActor("carol");
    const named = await proved(carol, {
      "@context": OBJECT_CONTEXT,
      ...note(carol, { inReplyTo: uri, opinion }),
    });
    there.documents.set(new URL(named.id).pathname, named);
    await send(there, carol, create(named, { object: named.id }));
    await eventuallySome("two opinions are here", async () => (await opinions()).length === 2);
    expect((await opinions())[1]?.admission).toEqual({ kind: "comment", reason: "no-attestation" });

    const forged = {
      ...(await proved(alice, { "@context": OBJECT_CONTEXT, ...note(mallory, { inReplyTo: uri, opinion }) })),
    };
    await send(elsewhere, mallory, create(forged));
    await eventuallySome("three opinions are here", async () => (await opinions()).length === 3);
    expect((await opinions())[2]?.admission).toEqual({ kind: "comment", reason: "no-proof" });
  });

  test("an opinion with eleven diagnoses is not taken", async () => {
    const { uri, id } = await aCase();
    const opinion = {
      differential: [Array.from({ length: 11 }, (_, n) => ({ text: `Diagnosis ${n}` }))],
      confidence: 70,
    };
    await send(there, bob, create(note(bob, { inReplyTo: uri, opinion })));
    await inboxQuiet(here);
    expect(await listOpinions(here.app.instance.db, id)).toHaveLength(0);
  });
});
