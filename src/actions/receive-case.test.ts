import { afterAll, beforeAll, expect, test } from "vitest";
import { type ActorId, newOpaqueId } from "#domain/ids.ts";
import { insertActor } from "#store/actors.ts";
import { markDeleted } from "#store/deleted.ts";
import { queueDepth } from "#store/queue.ts";
import { receivedAmong } from "#store/received.ts";
import { type BareInstance, createBareInstance } from "#test/support/bare-instance.ts";
import { type IncomingCase, receiveCase, receiveCases } from "./receive-case.ts";

let bare: BareInstance;
const author = newOpaqueId<ActorId>();

beforeAll(async () => {
  bare = await createBareInstance("https://north.example", "Northfield");
  const uri = "https://south.example/actors/heron";
  await bare.instance.db.transaction((tx) =>
    insertActor(tx, {
      id: author,
      uri,
      type: "Person",
      username: "heron",
      host: "south.example",
      local: false,
      name: "Heron",
      url: uri,
      inbox: `${uri}/inbox`,
      fetchedAt: new Date(),
    }),
  );
});
afterAll(() => bare.close());

const incoming = (uri: string): IncomingCase => ({
  uri,
  url: uri,
  author,
  audience: "public",
  clinical: {
    title: "Annular plaque",
    question: { kind: "diagnosis", text: "What is it?" },
    urgency: "week",
    specialties: ["dermatology"],
    patient: { ageBand: "40-44", sex: "female" },
  },
  images: [],
  publishedAt: new Date(),
  stream: undefined,
});
const arrival = (uri: string) => ({ incoming: incoming(uri), activityUri: `${uri}#create` });
const events = async (): Promise<Record<string, number>> =>
  Object.fromEntries((await queueDepth(bare.instance.db)).map(({ queue, waiting }) => [queue, waiting]));

test("cases that arrive together are stored once each, however often they come", async () => {
  const { instance } = bare;
  const [one, two, three] = ["1", "2", "3"].map((name) => `https://south.example/cases/${name}`);
  if (one === undefined || two === undefined || three === undefined) throw new Error("Three were named");
  const first = await receiveCase(instance, arrival(one));
  const ids = await receiveCases(instance, [arrival(three), arrival(one), arrival(two), arrival(three)]);
  expect(ids).toEqual([ids[0], first, ids[2], ids[0]]);
  expect(new Set(ids).size).toBe(3);
  expect(await events()).toEqual({ "events:feeds": 3 });
  const receipts = [one, two, three].map((uri) => `${uri}#create`);
  expect(await receivedAmong(instance.db, receipts)).toEqual(new Set(receipts));
});

test("the same cases taken in side by side, in another order, get the same ids and one event each", async () => {
  const { instance } = bare;
  const before = (await events())["events:feeds"] ?? 0;
  const uris = Array.from({ length: 30 }, (_, index) => `https://south.example/cases/together-${index}`);
  const [there, back] = await Promise.all([
    receiveCases(instance, uris.map(arrival)),
    receiveCases(instance, uris.toReversed().map(arrival)),
  ]);
  expect(back.toReversed()).toEqual(there);
  expect(await events()).toEqual({ "events:feeds": before + uris.length });
});

test("what its author has deleted does not come back, and keeps nobody else's out", async () => {
  const { instance } = bare;
  const [gone, other] = ["https://south.example/cases/gone", "https://south.example/cases/other"] as const;
  await markDeleted(instance.db, author, gone, new Date());
  const [nothing, id] = await receiveCases(instance, [arrival(gone), arrival(other)]);
  expect(nothing).toBeUndefined();
  expect(id).toBeDefined();
  await expect(receiveCase(instance, arrival(gone))).rejects.toMatchObject({ kind: "not-found" });
});
