// The home timeline as the page asks the store for it, and the one bare query that returns the same rows.
import type postgres from "postgres";
import { z } from "zod";
import { listHome } from "#store/home.ts";
import { openDatabase, type OpenDatabase } from "#store/database.ts";
import type { ActorId } from "#domain/ids.ts";
import { answerCalls } from "../support/calls.ts";
import { quantile } from "../support/result.ts";

const PAGE = 20;
const open = z.object({ databaseUrl: z.string() });
const run = z.object({
  owners: z.array(z.custom<ActorId>((id) => typeof id === "string")),
  count: z.number(),
});

let database: OpenDatabase;

/** The rows of a page of the timeline: the cases with their authors, pictures and number of opinions. */
const bare = (sql: postgres.Sql, owner: ActorId) => sql`
  select c.id, c.uri, c.local, c.audience, c.clinical, c.published_at, a.id as author_id, a.uri as author_uri,
    a.type, a.username, a.host, a.name, a.local as author_local, a.url, a.verified,
    (select count(*) from opinions o where o.case_id = c.id) as opinions,
    (select json_agg(i order by i.position) from case_images i where i.case_id = c.id and i.stored) as images
  from (
    select subject_id, item_id, published_at from feed_entries where owner_id = ${owner}
    order by published_at desc, item_id desc limit ${PAGE + 1}
  ) f
  join cases c on c.id = f.subject_id
  join actors a on a.id = c.author_id
  order by f.published_at desc, f.item_id desc`;

/** @returns the time below which 99 of 100 stay, in milliseconds, over all owners in turn */
async function p99(argument: unknown, ask: (owner: ActorId) => Promise<{ readonly length: number }>) {
  const { owners, count } = run.parse(argument);
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const owner = owners[index % owners.length];
    if (owner === undefined) throw new Error("Nobody's timeline is asked for");
    const begun = performance.now();
    const rows = await ask(owner);
    times.push(performance.now() - begun);
    if (rows.length < PAGE) throw new Error(`The timeline of ${owner} has ${rows.length} cases only`);
  }
  return quantile(times, 0.99);
}

answerCalls({
  open(argument) {
    database = openDatabase(open.parse(argument).databaseUrl);
  },
  ours: (argument) =>
    p99(argument, async (owner) => (await listHome(database.db, owner, { limit: PAGE })).items),
  floor: (argument) => p99(argument, (owner) => bare(database.sql, owner)),
});
