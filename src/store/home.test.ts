import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type AccountId,
  type ActorId,
  type BoostId,
  type CaseId,
  newId,
  newIdAt,
  newOpaqueId,
  type PostId,
} from "#domain/ids.ts";

import { type BareInstance, createBareInstance } from "#test/support/bare-instance.ts";
import { insertLocalActor, newLocalActor } from "#actions/make-local-actor.ts";
import { upsertRemoteActor } from "./actors.ts";
import { insertBoost } from "./boosts.ts";
import { insertCases } from "./cases.ts";
import type { Database } from "./database.ts";
import { type HomeItem, listHome, trimHomes } from "./home.ts";
import { insertPost } from "./posts.ts";
import * as schema from "./schema/index.ts";

const START = Date.UTC(2026, 0, 1);
let bare: BareInstance;
let ownerId: ActorId;
let authorId: ActorId;

beforeAll(async () => {
  bare = await createBareInstance("https://north.example", "Northfield");
  const { db } = bare.instance;
  const owner = await newLocalActor(bare.instance, { type: "Person", handle: "heron", name: "Heron" });
  await db.transaction((tx) => insertLocalActor(tx, owner));
  ownerId = owner.row.id;
  const uri = "https://south.example/users/owl";
  authorId = await upsertRemoteActor(db, {
    id: newOpaqueId(),
    uri,
    type: "Person",
    username: "owl",
    host: "south.example",
    name: "Owl",
    url: uri,
    inbox: `${uri}/inbox`,
    fetchedAt: new Date(START),
  });
  for (let minute = 0; minute < 60; minute += 1) await add(minute);
});
afterAll(() => bare.close());

/** Every minute something: a case, a post, a boosted post. */
async function add(minute: number): Promise<void> {
  const at = new Date(START + minute * 60_000);
  const entry = { ownerId, publishedAt: at };
  await bare.instance.db.transaction(async (tx) => {
    if (minute % 3 === 0) {
      const id = newId<CaseId>();
      const uri = `https://south.example/cases/${id}`;
      const clinical = {
        title: `Case ${minute}`,
        question: { kind: "diagnosis", text: "What is it?" },
        urgency: "week",
        specialties: ["dermatology"],
        patient: { ageBand: "40-44", sex: "female" },
      } as const;
      const row = { id, uri, url: uri, authorId, local: false, audience: "public", clinical } as const;
      await insertCases(tx, [{ row: { ...row, publishedAt: at }, images: [], streamId: undefined }]);
      await tx.insert(schema.feedEntries).values({ ...entry, kind: "case", subjectId: id });
      return;
    }
    const id = newIdAt<PostId>(at);
    const uri = `https://south.example/posts/${id}`;
    const texts = { content: `Post ${minute}`, summary: "", sensitive: false, source: null, language: null };
    const row = { id, uri, url: uri, authorId, local: false, audience: "public", ...texts } as const;
    const attachment = { kind: "other", mediaType: "", sourceUrl: uri, alt: "" } as const;
    const size = { width: null, height: null, blurhash: null };
    await insertPost(
      tx,
      { ...row, inReplyTo: null, publishedAt: at },
      { mentions: [ownerId], tags: ["rash"] },
      [{ ...attachment, ...size }],
    );
    const boostId = minute % 3 === 1 ? newIdAt<BoostId>(at) : null;
    if (boostId !== null) {
      await insertBoost(tx, {
        id: boostId,
        uri: `${uri}#boost`,
        actorId: authorId,
        postId: id,
        publishedAt: at,
      });
    }
    await tx.insert(schema.feedEntries).values({ ...entry, kind: "post", subjectId: id, boostId });
  });
}

/** The same database, and how many queries it was asked. */
function counting(): { readonly db: Database; readonly queries: () => number } {
  let asked = 0;
  const logger = { logQuery: () => void (asked += 1) };
  return { db: drizzle(bare.database.sql, { schema, logger }), queries: () => asked };
}

const words = (item: HomeItem): string =>
  item.kind === "case" ? item.case.clinical.title : item.post.content;

test("cases, posts and boosts come in one order, page by page, each once", async () => {
  const seen: string[] = [];
  for (let after, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const { items, next } = await listHome(bare.instance.db, ownerId, { limit: 7, after });
    seen.push(...items.map(words));
    after = next;
  }
  const all = Array.from({ length: 60 }, (_, n) => (n % 3 === 0 ? `Case ${n}` : `Post ${n}`));
  expect(seen).toEqual(all.toReversed());
});

test("a page takes the same few queries whatever it holds", async () => {
  const asked = async (limit: number): Promise<number> => {
    const { db, queries } = counting();
    const { items } = await listHome(db, ownerId, { limit });
    expect(items).toHaveLength(limit);
    return queries();
  };
  const few = await asked(3);
  expect(await asked(40)).toBe(few);
  expect(few).toBeLessThanOrEqual(9);
});

test("a boost is shown by who passed it on", async () => {
  const { items } = await listHome(bare.instance.db, ownerId, { limit: 3 });
  expect(items.map((item) => item.kind === "post" && item.boost?.by.name)).toEqual([undefined, "Owl", false]);
});

test("old posts are cut off, cases stay", async () => {
  const { db } = bare.instance;
  const reader = await newLocalActor(bare.instance, { type: "Person", handle: "wren", name: "Wren" });
  await db.transaction((tx) => insertLocalActor(tx, reader));
  const [actorId, accountId] = [reader.row.id, newOpaqueId<AccountId>()];
  await db.insert(schema.accounts).values({ id: accountId, roles: [] });
  const attested = { position: 0, attestation: "", attestationExpiresAt: new Date(START) };
  await db.insert(schema.personas).values({ actorId, accountId, ...attested });
  const entries = await db.select().from(schema.feedEntries).where(eq(schema.feedEntries.ownerId, ownerId));
  await db.insert(schema.feedEntries).values(
    entries.map(({ kind, subjectId, boostId, publishedAt }) => ({
      ownerId: actorId,
      kind,
      subjectId,
      boostId,
      publishedAt,
    })),
  );
  await trimHomes(db, 10);
  const { items } = await listHome(db, actorId, { limit: 60 });
  expect(items.filter((item) => item.kind === "case")).toHaveLength(20);
  expect(items.filter((item) => item.kind === "post").map(words)).toEqual(
    [59, 58, 56, 55, 53, 52, 50, 49, 47, 46].map((n) => `Post ${n}`),
  );
});
