import { z } from "zod";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureStream } from "#actions/ensure-stream.ts";
import { insertLocalActor, newLocalActor } from "#actions/make-local-actor.ts";
import type { FederatedAudience } from "#domain/audience.ts";
import type { DomainEvent } from "#domain/events.ts";
import { type ActorId, type CaseId, newId, newOpaqueId, type OpinionId } from "#domain/ids.ts";
import type { Trust } from "#domain/peer.ts";
import { type ActorRow, upsertRemoteActor } from "#store/actors.ts";
import { insertCases } from "#store/cases.ts";
import { insertFollow } from "#store/follows.ts";
import { insertOpinion } from "#store/opinions.ts";
import { setTrust } from "#store/peers.ts";
import { type BareInstance, createBareInstance } from "#test/support/bare-instance.ts";
import { createKeySource, type KeySource } from "../keys.ts";
import { verifyProof } from "../proof.ts";
import { publishing } from "./publish.ts";

const origin = "https://north.example";
let bare: BareInstance;
let keys: KeySource;
let author: ActorRow;
let streamId: ActorId;

beforeAll(async () => {
  bare = await createBareInstance(origin, "Northfield");
  const { instance } = bare;
  keys = createKeySource(instance);
  const actor = await newLocalActor(instance, {
    type: "Person",
    handle: "quiet-heron",
    name: "Quiet Heron",
  });
  await instance.db.transaction((tx) => insertLocalActor(tx, actor));
  author = actor.row;
  streamId = await ensureStream(instance, "dermatology");
  for (const trust of ["trusted", "unknown", "limited", "blocked"] as const) {
    const follower = await addRemote(`${trust}.example`, "owl", trust);
    await follow(follower, author.id);
    await follow(follower, streamId);
  }
  // A second follower behind the same shared inbox, and one that was not accepted.
  await follow(await addRemote("trusted.example", "jay", "trusted"), streamId);
  await follow(await addRemote("pending.example", "wren", "trusted"), author.id, "pending");
});

afterAll(() => bare.close());

async function addRemote(host: string, username: string, trust: Trust): Promise<ActorId> {
  const uri = `https://${host}/users/${username}`;
  return bare.instance.db.transaction(async (tx) => {
    await setTrust(tx, host, trust, new Date());
    return upsertRemoteActor(tx, {
      id: newOpaqueId(),
      uri,
      type: "Person",
      username,
      host,
      name: username,
      url: uri,
      inbox: `${uri}/inbox`,
      sharedInbox: `https://${host}/inbox`,
      followers: `${uri}/followers`,
      fetchedAt: new Date(),
    });
  });
}

const follow = (followerId: ActorId, followeeId: ActorId, state: "accepted" | "pending" = "accepted") =>
  bare.instance.db.transaction((tx) =>
    insertFollow(tx, {
      followerId,
      followeeId,
      uri: `https://follows.example/${followerId}/${followeeId}`,
      state,
      createdAt: new Date(),
    }),
  );

async function addCase(audience: FederatedAudience | "institution", home?: ActorRow): Promise<CaseId> {
  const id = newId<CaseId>();
  const uri = `${home === undefined ? origin : `https://${home.host}`}/cases/${id}`;
  await bare.instance.db.transaction((tx) =>
    insertCases(tx, [
      {
        row: {
          id,
          uri,
          url: uri,
          authorId: home?.id ?? author.id,
          local: home === undefined,
          audience,
          clinical: {
            title: "Annular plaque",
            question: { kind: "diagnosis", text: "What is it?" },
            urgency: "week",
            specialties: ["dermatology"],
            patient: { ageBand: "40-44", sex: "female" },
          },
          publishedAt: new Date(),
        },
        images: [],
        streamId,
      },
    ]),
  );
  return id;
}

async function addOpinion(caseId: CaseId, by: ActorRow): Promise<OpinionId> {
  const id = newId<OpinionId>();
  await bare.instance.db.transaction((tx) =>
    insertOpinion(tx, {
      id,
      uri: `https://${by.host}/opinions/${id}`,
      caseId,
      authorId: by.id,
      local: by.local,
      body: {
        differential: [[{ text: "Granuloma annulare", codings: [] }]],
        confidence: 60,
        cantMiss: [],
        blind: true,
      },
      admission: { kind: "admitted" },
      attestation: "a.b.c~",
      publishedAt: new Date(),
    }),
  );
  return id;
}

const publish = (event: DomainEvent, ack: () => Promise<void> = () => Promise.resolve()): Promise<void> =>
  publishing({ instance: bare.instance, keys })(
    { id: 1, payload: event, orderingKey: undefined, attempt: 1 },
    ack,
  );

interface Sent {
  readonly type: string;
  readonly body: Record<string, unknown>;
  readonly inboxes: readonly string[];
}

async function sentAbout(objectUri: string): Promise<Sent[]> {
  const rows = await bare.database.sql<{ type: string; body: string; inboxes: string[] }[]>`
    select a.type, a.body, to_json(array_remove(array_agg(d.inbox order by d.inbox), null)) as inboxes
    from outgoing_activities a left join deliveries d on d.activity_id = a.id
    where a.object_uri = ${objectUri} group by a.id order by a.id`;
  return rows.map((row) => ({ ...row, body: z.record(z.string(), z.unknown()).parse(JSON.parse(row.body)) }));
}

const TRUSTED = "https://trusted.example/inbox";
const UNKNOWN = "https://unknown.example/inbox";

test("a restricted case goes to trusted institutions only, once each, proved by its author", async () => {
  const id = await addCase("network");
  await publish({ type: "CaseOpened", caseId: id });
  const [create, announce, embedding, ...more] = await sentAbout(`${origin}/cases/${id}`);
  expect(more).toEqual([]);
  expect(create).toMatchObject({ type: "Create", inboxes: [TRUSTED] });
  expect(announce).toMatchObject({
    type: "Announce",
    inboxes: [TRUSTED],
    body: { actor: `${origin}/actors/dermatology`, object: `${origin}/cases/${id}` },
  });
  // For group-aware servers the Create itself, as it was signed.
  expect(embedding).toMatchObject({
    type: "Announce",
    inboxes: [TRUSTED],
    body: { actor: `${origin}/actors/dermatology`, object: create?.body },
  });
  expect(JSON.stringify([create, announce, embedding])).not.toContain("#Public");
  const { ed25519 } = await keys(author.id);
  const proof = await verifyProof(create?.body, { fetchKey: () => Promise.resolve(ed25519.publicKey) });
  expect(proof?.verificationMethod).toBe(`${author.uri}#ed25519-key`);
});

test("a public case goes to everyone who was not limited or blocked", async () => {
  const id = await addCase("public");
  await publish({ type: "CaseOpened", caseId: id });
  const sent = await sentAbout(`${origin}/cases/${id}`);
  expect(sent.map(({ inboxes }) => inboxes)).toEqual([
    [TRUSTED, UNKNOWN],
    [TRUSTED, UNKNOWN],
    [TRUSTED, UNKNOWN],
  ]);
});

test("an institution's own case does not leave, nor does what answers it", async () => {
  const id = await addCase("institution");
  await publish({ type: "CaseOpened", caseId: id });
  const opinionId = await addOpinion(id, author);
  await publish({ type: "OpinionGiven", opinionId });
  expect(await sentAbout(`${origin}/cases/${id}`)).toEqual([]);
  expect(await sentAbout(`${origin}/opinions/${opinionId}`)).toEqual([]);
});

test("an opinion at home goes to everyone who has the case, but not before the case", async () => {
  const id = await addCase("network");
  const opinionId = await addOpinion(id, author);
  const event = { type: "OpinionGiven", opinionId } as const;
  await expect(publish(event)).rejects.toThrow(/not on its way yet/u);
  await publish({ type: "CaseOpened", caseId: id });
  await publish(event);
  const [create] = await sentAbout(`${origin}/opinions/${opinionId}`);
  expect(create?.inboxes).toEqual([TRUSTED]);
  const { ed25519 } = await keys(author.id);
  const fetchKey = () => Promise.resolve(ed25519.publicKey);
  expect(await verifyProof(create?.body, { fetchKey })).toBeDefined();
  expect(await verifyProof(create?.body["object"], { fetchKey })).toBeDefined();
});

test("an opinion on another institution's case goes to its home", async () => {
  const [home] = await bare.database.sql<{ id: ActorId }[]>`
    select id from actors where uri = 'https://trusted.example/users/owl'`;
  const asker = await bare.instance.db.query.actors.findFirst({
    where: (actors, { eq }) => eq(actors.id, home?.id ?? newOpaqueId<ActorId>()),
  });
  const caseId = await addCase("network", asker);
  const opinionId = await addOpinion(caseId, author);
  await publish({ type: "OpinionGiven", opinionId });
  const [create] = await sentAbout(`${origin}/opinions/${opinionId}`);
  expect(create).toMatchObject({ inboxes: [TRUSTED], body: { to: ["https://trusted.example/users/owl"] } });
});

test("an opinion from elsewhere is passed on word for word, and not to where it came from", async () => {
  await follow(await addRemote("west.example", "tern", "trusted"), streamId);
  const id = await addCase("network");
  await publish({ type: "CaseOpened", caseId: id });
  const owl = await bare.instance.db.query.actors.findFirst({
    where: (actors, { eq }) => eq(actors.uri, "https://trusted.example/users/owl"),
  });
  if (owl === undefined) throw new Error("The owl is known.");
  const opinionId = await addOpinion(id, owl);
  const forward = `{"id":"https://trusted.example/opinions/${opinionId}#create",  "type":"Create"}`;
  await publish({ type: "OpinionReceived", opinionId, forward });
  const rows = await bare.database.sql<{ body: string; inbox: string; username: string }[]>`
    select a.body, d.inbox, s.username from outgoing_activities a
    join deliveries d on d.activity_id = a.id join actors s on s.id = a.actor_id
    where a.object_uri = ${`https://trusted.example/opinions/${opinionId}`}`;
  expect(rows).toEqual([{ body: forward, inbox: "https://west.example/inbox", username: "institution" }]);
});

test("a follow is asked for, answered and taken back between the two actors only", async () => {
  const owl = await bare.instance.db.query.actors.findFirst({
    where: (actors, { eq }) => eq(actors.uri, "https://unknown.example/users/owl"),
  });
  if (owl === undefined) throw new Error("The owl is known.");
  await follow(author.id, owl.id, "pending");
  const both = { follower: author.id, followee: owl.id };
  const uri = `https://follows.example/${author.id}/${owl.id}`;
  await publish({ type: "FollowRequested", ...both });
  await publish({ type: "Unfollowed", ...both, uri });
  const sent = await sentAbout(owl.uri);
  expect(sent.map(({ type, inboxes }) => [type, inboxes])).toEqual([
    ["Follow", [owl.inbox]],
    ["Undo", [owl.inbox]],
  ]);
  expect(sent.map(({ body }) => body["id"])).toEqual([uri, `${uri}#undo`]);
  await publish({ type: "FollowReceived", follower: owl.id, followee: streamId });
  const accept = (await sentAbout(owl.uri)).at(-1);
  expect(accept).toMatchObject({
    type: "Accept",
    inboxes: [owl.inbox],
    body: {
      actor: `${origin}/actors/dermatology`,
      object: { type: "Follow", id: `https://follows.example/${owl.id}/${streamId}` },
    },
  });
});

test("when the event cannot be acknowledged, nothing of it is kept", async () => {
  const id = await addCase("network");
  const event = { type: "CaseOpened", caseId: id } as const;
  await expect(publish(event, () => Promise.reject(new Error("lease lost")))).rejects.toThrow("lease lost");
  expect(await sentAbout(`${origin}/cases/${id}`)).toEqual([]);
  await publish(event);
  const once = await sentAbout(`${origin}/cases/${id}`);
  await publish(event);
  expect(await sentAbout(`${origin}/cases/${id}`)).toEqual(once);
});
