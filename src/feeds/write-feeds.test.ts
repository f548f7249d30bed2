import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { insertLocalActor, newLocalActor } from "#actions/make-local-actor.ts";
import { type ActorId, type CaseId, newId, newOpaqueId } from "#domain/ids.ts";
import { upsertRemoteActor } from "#store/actors.ts";
import { insertCases } from "#store/cases.ts";
import { deleteFollow, insertFollow } from "#store/follows.ts";
import { clearHome, listHome } from "#store/home.ts";
import { type BareInstance, createBareInstance } from "#test/support/bare-instance.ts";
import { eventually } from "#test/support/eventually.ts";
import { feedCases } from "./write-feeds.ts";

const AUTHOR = "https://south.example/users/owl";
let bare: BareInstance;
let reader: ActorId;
let author: ActorId;
let caseId: CaseId;

beforeAll(async () => {
  bare = await createBareInstance("https://north.example", "Northfield");
  const { db } = bare.instance;
  const local = await newLocalActor(bare.instance, { type: "Person", handle: "heron", name: "Heron" });
  reader = local.row.id;
  author = await upsertRemoteActor(db, {
    id: newOpaqueId(),
    uri: AUTHOR,
    type: "Person",
    username: "owl",
    host: "south.example",
    name: "Owl",
    url: AUTHOR,
    inbox: `${AUTHOR}/inbox`,
    fetchedAt: new Date(),
  });
  caseId = newId<CaseId>();
  await db.transaction(async (tx) => {
    await insertLocalActor(tx, local);
    await insertFollow(tx, {
      followerId: reader,
      followeeId: author,
      uri: "https://north.example/follows/1",
      state: "accepted",
      createdAt: new Date(),
    });
    const row = {
      id: caseId,
      uri: `https://south.example/cases/${caseId}`,
      url: `https://south.example/cases/${caseId}`,
      authorId: author,
      local: false,
      audience: "public",
      clinical: {
        title: "A ring on the forearm",
        question: { kind: "diagnosis", text: "What is it?" },
        urgency: "week",
        specialties: ["dermatology"],
        patient: { ageBand: "40-44", sex: "female" },
      },
      publishedAt: new Date(),
    } as const;
    await insertCases(tx, [{ row, images: [], streamId: undefined }]);
  });
});
afterAll(() => bare.close());

test("what is on its way into a timeline when a follow ends does not stay there", async () => {
  const { db } = bare.instance;
  const written = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  const feeding = db.transaction(async (tx) => {
    await feedCases(tx, [caseId]);
    written.resolve();
    await mayEnd.promise;
  });
  await written.promise;
  const unfollowing = db.transaction(async (tx) => {
    await deleteFollow(tx, reader, author);
    await clearHome(tx, reader, author);
  });
  await eventually("the end of the follow waits for what is under way", async () => {
    const waiting = await db.execute(
      sql`select 1 from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`,
    );
    expect(waiting).toHaveLength(1);
  });
  mayEnd.resolve();
  await Promise.all([feeding, unfollowing]);
  expect((await listHome(db, reader, { limit: 5 })).items).toEqual([]);
});
