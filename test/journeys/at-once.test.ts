import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPersona } from "#actions/create-persona.ts";
import { findMember } from "#actions/find-member.ts";
import { follow } from "#actions/follow.ts";
import { giveOpinion } from "#actions/give-opinion.ts";
import { receiveOpinion } from "#actions/receive-opinion.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { type CaseId, parseId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { readOpinionBody } from "#domain/opinion-body.ts";
import { OBJECT_CONTEXT } from "#federation/vocabulary.ts";
import { findPersonaAttestation, insertPersona } from "#store/accounts.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { listOpinions } from "#store/opinions.ts";
import { newLocalActor, insertLocalActor } from "#actions/make-local-actor.ts";
import type { ClientPage } from "#demo/browser-client.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import { photo } from "#test/support/images.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
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
let asker: SignedIn;
let vouch: (actor: RemoteActor) => Promise<string>;

beforeAll(async () => {
  there = await startRemoteServer("there");
  here = await startTestInstance({ name: "northfield", allowOrigins: [there.origin] });
  [alice, bob, asker, vouch] = await Promise.all([
    there.addActor("alice"),
    there.addActor("bob"),
    here.signIn(),
    vouching(there),
  ]);
  await setPeerTrust(here.app.instance, there.host, "trusted");
  await follow(here.app.instance, asker.physician, await here.app.instance.remote.findActor(alice.uri));
});
afterAll(() => Promise.all([here.stop(), there.stop()]));

const DIFFERENTIAL = { differential: [[{ text: "Urticaria" }]], confidence: 70 };
const admissionsOf = async (caseId: CaseId): Promise<string[]> =>
  (await listOpinions(here.app.instance.db, caseId))
    .map(({ admission }) => (admission.kind === "admitted" ? "admitted" : admission.reason))
    .sort();

describe("two opinions of one remote author at the same moment", () => {
  const opinionOf = async (uri: string): Promise<object> => {
    const attestation = await vouch(bob);
    const said = { ...note(bob, { inReplyTo: uri, opinion: DIFFERENTIAL }), attestation };
    return create(await proved(bob, { "@context": OBJECT_CONTEXT, ...said }));
  };

  test("delivered side by side: only the first counts", async () => {
    const asked = caseNote(alice);
    const caseUri = asked.id;
    expect(await there.post(alice, `${here.origin}/inbox`, create(asked))).toMatchObject({ status: 202 });
    const id = await eventually("the case is here", async () => {
      const found = await findCaseIdByUri(here.app.instance.db, caseUri);
      if (found === undefined) throw new Error("not here yet");
      return found;
    });
    const opinions = await Promise.all([opinionOf(caseUri), opinionOf(caseUri), opinionOf(caseUri)]);
    const answers = await Promise.all(
      opinions.map((opinion) => there.post(bob, `${here.origin}/inbox`, opinion)),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    await eventually("all three are here", async () => {
      expect(await admissionsOf(id)).toEqual(["admitted", "not-first", "not-first"]);
    });
  });

  test("worked off side by side, as after a lease that ran out: only one counts, and none is lost", async () => {
    const id = await postCase(here, asker.physician);
    const attestation = await vouch(bob);
    const author = await here.app.instance.remote.findActor(bob.uri);
    const now = new Date();
    const take = (nth: number): Promise<void> =>
      receiveOpinion(
        here.app.instance,
        {
          uri: `${bob.uri}/opinions/side-by-side-${nth}`,
          caseId: id,
          author,
          body: readOpinionBody(DIFFERENTIAL),
          attestation,
          signedAt: now,
          signedByAuthor: true,
          publishedAt: now,
        },
        { uri: `${bob.uri}/opinions/side-by-side-${nth}#create`, text: "{}", mayWait: false },
      );
    await Promise.all([1, 2, 3, 4, 5, 6].map(take));
    expect(await admissionsOf(id)).toEqual(["admitted", ...Array<string>(5).fill("not-first")]);
  });
});

describe("one physician", () => {
  const member = async (session: string) => {
    const found = await findMember(here.app.instance, session);
    if (found === undefined) throw new Error("Nobody is signed in");
    return found;
  };

  /** The same physician under another persona, as after a change of pseudonym. */
  async function underAnotherPersona({ physician }: SignedIn, pseudonym: string): Promise<Physician> {
    const { instance } = here.app;
    const handle = pseudonym.toLowerCase().replace(" ", "-");
    const actor = await newLocalActor(instance, { type: "Person", handle, name: pseudonym });
    const until = new Date(Date.now() + 86_400_000);
    await instance.db.transaction(async (tx) => {
      await insertLocalActor(tx, actor);
      await insertPersona(tx, {
        actorId: actor.row.id,
        accountId: physician.accountId,
        position: 1,
        attestation: await attestationOf(physician),
        attestationExpiresAt: until,
      });
    });
    return { ...physician, persona: { ...physician.persona, actorId: actor.row.id, handle, pseudonym } };
  }
  const attestationOf = async ({ persona }: Physician): Promise<string> => {
    const found = await findPersonaAttestation(here.app.instance.db, persona.actorId);
    if (found === undefined) throw new Error("There is an attestation in force");
    return found.full;
  };

  test("under two personas that answer at the same moment has one voice", async () => {
    const id = await postCase(here, asker.physician);
    const colleague = await here.signIn();
    const other = await underAnotherPersona(colleague, "Second Siskin");
    const { differential, confidence } = readOpinionBody(DIFFERENTIAL);
    const answer = { differential, confidence, cantMiss: [] };
    const results = await Promise.allSettled(
      [colleague.physician, other, colleague.physician, other].map((who) =>
        giveOpinion(here.app.instance, who, id, answer),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(3);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ kind: "conflict" });
    }
    expect(await admissionsOf(id)).toEqual(["admitted"]);
  });

  test("who picks pseudonyms in two windows at the same moment gets one", async () => {
    const { session } = await here.signInOnly();
    const who = await member(session);
    const results = await Promise.allSettled(
      ["Early Siskin", "Late Siskin", "Quick Siskin"].map((name) =>
        createPersona(here.app.instance, who, name),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ kind: "conflict" });
    }
    expect((await member(session)).persona).toBeDefined();
  });

  const ask = async (who: SignedIn, title: string, picture?: Buffer): Promise<ClientPage> =>
    who.client.submit(await who.client.get(`${here.origin}/ask`), "/ask", {
      title,
      question: "What is it?",
      "specialty-1": "dermatology",
      ...(picture !== undefined && { "photo-1": new Blob([new Uint8Array(picture)]), "alt-1": "A ring" }),
    });

  test("who presses the button to post many times at once posts one case, with its picture", async () => {
    const who = await here.signIn();
    const preview = await ask(who, "Pressed many times", await photo(400, 300));
    const pages = await Promise.all([1, 2, 3, 4, 5].map(() => who.client.submit(preview, "/post")));
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(pages.map(({ url }) => url.pathname)).size).toBe(1);
    const found = await who.client.get(
      `${here.origin}/search?q=${encodeURIComponent('"Pressed many times"')}`,
    );
    expect([...found.text.matchAll(/<h2\b[^>]*><a[^>]*href="\/cases\//gu)]).toHaveLength(1);
    const picture = /"(\/media\/[0-9a-f-]{36})"/u.exec(pages[0]?.text ?? "")?.[1] ?? "";
    expect(await who.client.bytes(`${here.origin}${picture}`)).toMatchObject({ status: 200 });
  });

  test("who sends a comment twice writes it once; another text from the same form is another comment", async () => {
    const id = await postCase(here, asker.physician);
    const page = await asker.client.get(`${here.origin}/cases/${id}`);
    const send = (comment: string): Promise<ClientPage> => asker.client.submit(page, "/comment", { comment });
    const [first, second] = await Promise.all([send("Any itching?"), send("Any itching?")]);
    expect(first.url.hash).toMatch(/^#comment-/u);
    expect(second.url.hash).toBe(first.url.hash);
    const third = await send("And at night?");
    expect(third.url.hash).not.toBe(first.url.hash);
    expect(third.text.split("Any itching?")).toHaveLength(2);
    expect(third.text.split("And at night?")).toHaveLength(2);
  });

  test("whose comment is sent under the id of another's writes one of their own", async () => {
    const id = await postCase(here, asker.physician);
    const page = await asker.client.get(`${here.origin}/cases/${id}`);
    const mine = await asker.client.submit(page, "/comment", { comment: "Any itching?" });
    const colleague = await here.signIn();
    const looked = await colleague.client.post(`${here.origin}/cases/${id}/look`, {});
    const taken = mine.url.hash.slice("#comment-".length);
    expect(parseId(taken)).toBe(taken);
    const theirs = await colleague.client.submit(looked, "/comment", { comment: "Any itching?", id: taken });
    expect(theirs.url.hash).not.toBe(mine.url.hash);
    expect(theirs.text.split("Any itching?")).toHaveLength(3);
  });

  test("keeps twenty drafts and no more, also when several come at the same moment, and sees which", async () => {
    const who = await here.signIn();
    const pages: ClientPage[] = [];
    for (let nth = 1; nth <= 18; nth += 1) pages.push(await ask(who, `Draft ${nth}`));
    const last = await Promise.all([1, 2, 3, 4].map((nth) => ask(who, `At once ${nth}`)));
    expect(last.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(last.filter(({ status }) => status === 422)).toHaveLength(2);
    const refused = last.find(({ status }) => status === 422);
    expect(refused?.text).toContain("You have 20 cases that are not posted yet");
    // What was typed is still there.
    expect(refused?.text).toMatch(/value="At once \d"/u);
    expect(refused?.text.split(">Draft 7<")).toHaveLength(2);

    const seventh = pages[6];
    if (seventh === undefined) throw new Error("There are eighteen");
    await who.client.submit(seventh, "/discard");
    const kept = await ask(who, "In its place");
    expect(kept.status).toBe(200);
    expect((await who.client.get(`${here.origin}/ask`)).text).not.toContain(">Draft 7<");
  });
});
