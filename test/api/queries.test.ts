import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boostPost } from "#actions/boost-post.ts";
import { giveOpinion } from "#actions/give-opinion.ts";
import { writeComment } from "#actions/write-comment.ts";
import { createApi } from "#api/api.ts";
import { parseId, type PostId } from "#domain/ids.ts";
import { readStatusId } from "#domain/status-ref.ts";
import * as schema from "#store/schema/index.ts";
import { callApi, listAt } from "#test/support/api-client.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import { answer, type ApiHouse, startApiHouse, write } from "./fixture.ts";

let api: ApiHouse;
let sql: postgres.Sql;
let queries: string[];
beforeAll(async () => {
  api = await startApiHouse();
  sql = postgres(api.house.config.databaseUrl ?? "", { max: 4 });
}, 120_000);
afterAll(async () => {
  await sql.end();
  await api.stop();
});

/** The same API on a database that tells what it is asked. */
async function countQueries(path: string): Promise<{ readonly items: number; readonly queries: number }> {
  queries = [];
  const db = drizzle(sql, { schema, logger: { logQuery: (query) => queries.push(query) } });
  const app = createApi({ instance: { ...api.house.app.instance, db }, version: "0" });
  const request = new Request(`${api.house.origin}${path}`, {
    headers: { authorization: `Bearer ${api.token}` },
  });
  const response = await app.fetch(request, {});
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  if (!Array.isArray(body)) throw new Error("A list was expected");
  return { items: body.length, queries: queries.length };
}

/** A case with a picture, an opinion and a comment, a post, and a boost of it. */
async function addSome(): Promise<void> {
  const { instance } = api.house.app;
  const caseId = await postCase(api.house, api.asker.physician, { withPhoto: true });
  await giveOpinion(instance, api.reader.physician, caseId, answer("Granuloma annulare"));
  await writeComment(instance, api.reader.physician, caseId, { text: "Was it painful?" });
  const post = await write(api.house, api.token, { status: "Something #else", visibility: "public" });
  const postId = parseId<PostId>(readStatusId(post)?.id ?? "");
  if (postId === undefined) throw new Error(`The API gave no id of a post: ${post}`);
  await boostPost(instance, api.asker.physician, postId);
}

test("a page of statuses takes the same number of queries, whatever it holds", async () => {
  const me = api.reader.physician.persona.actorId;
  const paths = [
    "/api/v1/timelines/home?limit=40",
    "/api/v1/timelines/public?limit=40",
    `/api/v1/accounts/${api.ids.asker}/statuses?limit=40`,
    `/api/v1/accounts/${me}/statuses?limit=40`,
    "/api/v1/notifications?limit=80",
  ];
  await addSome();
  const lengthOf = async (): Promise<number> =>
    listAt(await callApi(api.house, "GET", "/api/v1/timelines/home?limit=40", { token: api.token })).length;
  const before = await eventually("the first are there", async () => {
    const length = await lengthOf();
    expect(length).toBeGreaterThanOrEqual(9);
    return length;
  });
  const few = new Map<string, Awaited<ReturnType<typeof countQueries>>>();
  for (const path of paths) few.set(path, await countQueries(path));
  for (let turn = 0; turn < 6; turn += 1) await addSome();
  await eventually("the others are there", async () =>
    expect(await lengthOf()).toBeGreaterThanOrEqual(before + 12),
  );
  for (const path of paths) {
    const [one, many] = [few.get(path), await countQueries(path)];
    expect(many.queries, path).toBe(one?.queries);
    expect(many.queries, path).toBeLessThanOrEqual(24);
    if (!path.includes("notifications")) expect(many.items, path).toBeGreaterThan(one?.items ?? 0);
  }
});
