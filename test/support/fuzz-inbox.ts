import fc from "fast-check";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { follow } from "#actions/follow.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { readClinicalCase } from "#domain/clinical-case.ts";
import { MAX_DIAGNOSES } from "#domain/diagnosis.ts";
import { cleanHtml } from "#federation/remote/sanitize.ts";
import { OBJECT_CONTEXT } from "#federation/vocabulary.ts";
import { z } from "zod";
import { postCase } from "./cases.ts";
import { eventually } from "./eventually.ts";
import { type SignedIn, startTestInstance } from "./instance.ts";
import { pick } from "./seeded.ts";
import { mutation, type Mutation } from "./mutations.ts";
import { clinical, create, note, PUBLIC } from "./remote-notes.ts";
import { proved, type RemoteActor, startRemoteServer } from "./remote-server.ts";
import { vouching } from "./vouch.ts";

/** How many documents go out side by side. */
const BATCH = 20;
const MAX_MUTATIONS = 4;
/** What one sends is worked off one after the other. */
const SENDERS = 8;
/** Everything that a door may say to a document that it does not like, or likes. */
const ANSWERS: readonly number[] = [202, 400, 401, 403, 413];
/** What may be tried again later: another server was asked and did not answer. */
const MAY_PASS =
  /does not answer|was answered with (?:408|429|5)|takes too long|with which keys it attests|cannot be had|just now/u;

/**
 * Sends `runs` documents of every kind, each changed at random, to an instance of its own, signed by an actor whose documents
 * would be taken. Fails where one is answered with a fault of the server, leaves a row that is not in order or not its
 * sender's, or leaves work that fails for another reason than a server that does not answer; or where the instance
 * does not serve any more.
 */
export async function fuzzInbox(runs: number, seed: number): Promise<void> {
  const there = await startRemoteServer("there");
  const elsewhere = await startRemoteServer("elsewhere");
  const here = await startTestInstance({
    name: "northfield",
    allowOrigins: [there.origin, elsewhere.origin],
    config: { logLevel: "error" },
  });
  try {
    const [bob, heron, vouch] = await Promise.all([there.addActor("bob"), here.signIn(), vouching(there)]);
    await setPeerTrust(here.app.instance, there.host, "trusted");
    const local = `${here.origin}/cases/${await postCase(here, heron.physician)}`;
    const senders = await Promise.all(
      Array.from({ length: SENDERS }, async (_, nth) => {
        const alice = await there.addActor(`alice${nth}`);
        await follow(here.app.instance, heron.physician, await here.app.instance.remote.findActor(alice.uri));
        const followee = `${here.origin}/actors/dermatology`;
        return { alice, documents: await realDocuments({ alice, bob, local, followee, vouch }) };
      }),
    );
    const before = await localState(here);
    const hosts = [here.origin, there.origin, elsewhere.origin, "https://nobody.invalid"];
    let serial = 0;

    const one = fc.record({
      document: fc.nat(100),
      mutations: fc.array(mutation(hosts), { minLength: 1, maxLength: MAX_MUTATIONS }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: BATCH, maxLength: BATCH }), async (batch) => {
        const answers = await Promise.all(
          batch.map(async ({ document, mutations }) => {
            serial += 1;
            const { alice, documents } = pick(senders, (serial % SENDERS) / SENDERS);
            const text = mutated(pick(documents, document / 101), serial, mutations);
            const answer = await there.postText(alice, `${here.origin}/inbox`, text);
            return { ...answer, sent: text.slice(0, 2000) };
          }),
        );
        expect(answers.filter(({ status }) => !ANSWERS.includes(status))).toEqual([]);
      }),
      { numRuns: Math.ceil(runs / BATCH), seed, endOnFailure: true },
    );

    await eventually("everything is worked off", () => expectWorkedOff(here), 60_000 + runs * 20);
    await expectRowsInOrder(here, there.host);
    expect(await localState(here)).toEqual(before);
    await expectServed(here, heron);
  } finally {
    await Promise.all([here.stop(), there.stop(), elsewhere.stop()]);
  }
}

type Here = Awaited<ReturnType<typeof startTestInstance>>;

/** A document under ids of its own, so that it is not passed over as known, with its changes. */
function mutated(document: string, serial: number, mutations: readonly Mutation[]): string {
  const own = document.replaceAll("SERIAL", String(serial));
  return mutations.reduce((text, change) => change(text), own);
}

/** Documents as institutions and other servers send them, one of each kind, in alice's name. */
async function realDocuments(facts: {
  readonly alice: RemoteActor;
  readonly bob: RemoteActor;
  /** A local case. */
  readonly local: string;
  readonly followee: string;
  readonly vouch: (actor: RemoteActor) => Promise<string>;
}): Promise<string[]> {
  const { alice, bob, local, followee, vouch } = facts;
  const own = <Note extends { readonly id: string }>(object: Note): Note => ({
    ...object,
    id: `${alice.uri}/notes/SERIAL`,
  });
  const asked = note(alice, {
    content: "<p><strong>A rash that comes back</strong></p>",
    clinicalCase: {
      ...clinical("public"),
      findings: "Raised border",
      course: [{ day: -60, event: "first noticed" }],
    },
    url: `${alice.uri}/cases/SERIAL`,
    tag: [{ type: "Hashtag", href: `${alice.uri}/tags/dermatology`, name: "#dermatology" }],
    audience: followee,
    sensitive: false,
    attachment: [
      {
        type: "Document",
        mediaType: "image/jpeg",
        url: `${new URL(alice.uri).origin}/media/1`,
        name: "A ring",
        width: 640,
        height: 480,
        blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
      },
    ],
  });
  const opinion = {
    differential: [
      [{ text: "Urticaria", codes: [{ system: "icd10cm", code: "L50" }] }],
      [{ text: "Eczema" }],
    ],
    confidence: 70,
    cantMiss: [{ text: "Anaphylaxis" }],
    reasoning: "Comes and goes",
    blind: true,
  };
  const answered = await proved(alice, {
    "@context": OBJECT_CONTEXT,
    ...own(note(alice, { inReplyTo: local, opinion })),
    attestation: await vouch(alice),
  });
  const about = (type: string, object: unknown, more: object = {}) => ({
    "@context": "https://www.w3.org/ns/activitystreams",
    id: `${alice.uri}/activities/SERIAL`,
    type,
    actor: alice.uri,
    to: [PUBLIC],
    object,
    ...more,
  });
  const followed = about("Follow", followee);
  return [
    create(own(asked)),
    create({ ...answered, attributedTo: alice.uri }),
    create({
      ...note(alice, { inReplyTo: local, content: "<p>Any <b>itching</b>?</p>" }),
      id: `${alice.uri}/notes/SERIAL`,
    }),
    about("Update", own(asked)),
    about("Announce", local),
    about("Announce", `${alice.uri}/notes/SERIAL`),
    followed,
    about("Undo", { ...followed, id: `${alice.uri}/activities/UNDONE` }),
    about("Accept", { type: "Follow", id: `${local}#follow`, actor: local, object: alice.uri }),
    about("Reject", `${local}#follow`),
    about("Delete", { id: `${bob.uri}/notes/SERIAL`, type: "Tombstone" }),
    about("Like", local),
    about("EmojiReact", local, { content: "👍" }),
    about("Flag", [local], { content: "Look at this" }),
    about("Move", alice.uri, { target: bob.uri }),
    about("Block", followee),
    about("Add", `${alice.uri}/notes/SERIAL`, { target: `${alice.uri}/featured` }),
  ].map((document) => JSON.stringify(document));
}

/** What nobody outside may change. */
const localState = async ({ app: { instance } }: Here): Promise<unknown> => [
  ...(await instance.db.execute(sql`
    select (select md5(string_agg(c::text, '' order by id)) from cases c where local) as cases,
      (select count(*)::int from opinions where local) as opinions,
      (select count(*)::int from comments where local) as comments,
      (select md5(string_agg(concat(uri, name, inbox, type), '' order by id)) from actors where local and type = 'Person') as personas,
      (select count(*)::int from follows f join actors a on a.id = f.follower_id where a.local) as followed,
      (select string_agg(trust, ',' order by host) from peers where trust not in ('unknown')) as trust,
      (select count(*)::int from accounts) as accounts
  `)),
];

async function expectWorkedOff({ app: { instance } }: Here): Promise<void> {
  const rows = await instance.db.execute<{ queue: string; last_error: string | null; sent: string }>(
    sql`select queue, last_error, left(payload::text, 2000) as sent from queue_messages where queue <> 'pictures'`,
  );
  expect([...rows].filter(({ last_error: error }) => error === null || !MAY_PASS.test(error))).toEqual([]);
}

const diagnosesShape = z.array(z.array(z.looseObject({ text: z.string().min(1).max(1000) })).min(1)).min(1);

/** Every remote row is of the sender's own server, and reads as it does when it comes in for the first time. */
async function expectRowsInOrder({ app: { instance } }: Here, host: string): Promise<void> {
  const strangers = await instance.db.execute(sql`
    select r.uri from (
      select uri, author_id from cases where not local
      union all select uri, author_id from opinions where not local
      union all select uri, author_id from comments where not local
    ) r join actors a on a.id = r.author_id
    where a.local or a.host <> ${host} or split_part(r.uri, '/', 3) <> ${host}
  `);
  expect([...strangers]).toEqual([]);
  const cases = await instance.db.execute<{ clinical: unknown }>(
    sql`select clinical from cases where not local`,
  );
  for (const { clinical: stored } of cases) expect(readClinicalCase(stored)).toEqual(stored);
  const opinions = await instance.db.execute<{ body: { differential: unknown; confidence: unknown } }>(
    sql`select body from opinions where not local`,
  );
  for (const { body } of opinions) {
    expect(diagnosesShape.parse(body.differential).flat().length).toBeLessThanOrEqual(MAX_DIAGNOSES);
    expect(z.int().min(0).max(100).parse(body.confidence)).toBe(body.confidence);
  }
  const comments = await instance.db.execute<{ content: string }>(
    sql`select content from comments where not local`,
  );
  for (const { content } of comments) expect(cleanHtml(content)).toBe(content);
  expect(cases.length + opinions.length + comments.length).toBeGreaterThan(0);
}

/** Pages and documents are shown as ever, with what the fuzzing left. */
async function expectServed(here: Here, { client }: SignedIn): Promise<void> {
  const list = await client.get(`${here.origin}/streams/dermatology`);
  expect(list.status).toBe(200);
  const pages = [...list.text.matchAll(/href="(\/cases\/[0-9a-f-]{36})"/gu)].map(([, path]) => path ?? "");
  expect(pages.length).toBeGreaterThan(0);
  for (const path of new Set(pages)) {
    await client.post(`${here.origin}${path}/look`, {});
    const page = await client.get(`${here.origin}${path}`);
    expect([path, page.status]).toEqual([path, 200]);
    // As text, a title may well read so.
    expect(page.text).not.toMatch(/<script>alert|(?:href|src|srcset|action)="?\s*javascript:/iu);
  }
}
