import { sql } from "drizzle-orm";
import { foldText } from "#domain/fold.ts";
import { matchKey } from "#domain/terms/match-key.ts";
import type { TermRow } from "#domain/terms/term.ts";
import type { Transaction } from "../database.ts";

/** A row of the file with its line. */
export interface NumberedRow {
  readonly line: number;
  readonly row: TermRow;
}

/** What is wrong with the rows together, by line. */
export interface RowFault {
  readonly line: number;
  readonly message: string;
}

/** Deeper than any hierarchy of diagnoses; the search for circles takes a round for each level. */
const MAX_DEPTH = 500;

/** Makes the table, for this transaction only, in which the rows of an import wait until all of them are known. */
export async function openStage(tx: Transaction): Promise<void> {
  // One import at a time: two at once could both think that a name is new.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('consilium.terms'))`);
  await tx.execute(sql`
    create temporary table incoming (
      line integer not null, code text not null, label_key text not null, keys text[] not null, parents text[] not null,
      also jsonb not null, names jsonb not null, digest text not null, term_id uuid, is_new boolean not null default false
    ) on commit drop`);
}

/** Puts rows on the stage. */
export async function stageRows(tx: Transaction, rows: readonly NumberedRow[]): Promise<void> {
  const staged = rows.map(({ line, row: { code, names, parents, also } }) => {
    const distinct = new Map(names.map((name) => [`${name.language} ${foldText(name.name)}`, name]));
    // The label stays, also where a synonym repeats it.
    distinct.set(`${names[0].language} ${foldText(names[0].name)}`, names[0]);
    const folded = [...distinct.values()].map((name) => ({
      ...name,
      folded: foldText(name.name),
      key: matchKey(name.name),
    }));
    const keys = folded.filter(({ kind }) => kind !== "abbreviation").map(({ key }) => key);
    return { line, code, label_key: matchKey(names[0].name), keys, parents, also, names: folded };
  });
  await tx.execute(sql`
    insert into incoming (line, code, label_key, keys, parents, also, names, digest)
    select line, code, label_key, keys, parents, also, names, md5(concat(names, parents, also))
    from jsonb_to_recordset(${JSON.stringify(staged)}::text::jsonb)
      as staged (line integer, code text, label_key text, keys text[], parents text[], also jsonb, names jsonb)`);
}

/** What is wrong with the staged rows as a whole: a code twice, a parent that nobody knows, parents in a circle. */
export async function* stageFaults(tx: Transaction, system: string): AsyncGenerator<RowFault> {
  await tx.execute(sql`create index on incoming (code)`);
  await tx.execute(sql`analyze incoming`);
  yield* await tx.execute<{ line: number; message: string }>(sql`
    select line, format('%s is in line %s already.', code, first) as message
    from (select line, code, min(line) over (partition by code) as first from incoming) numbered
    where line > first order by line`);
  yield* await tx.execute<{ line: number; message: string }>(sql`
    select line, format('%s has the parent %s, which is neither in the file nor known.', code, parent) as message
    from incoming, unnest(parents) as parent
    where not exists (select from incoming other where other.code = parent)
      and not exists (select from term_codes known where known.system = ${system} and known.code = parent)
    order by line`);
  yield* circleFaults(tx, system);
}

/**
 * Takes away, round by round, every link whose upper end has no parent or whose lower end has no child (Kahn, Commun ACM
 * 1962;5:558, from both ends); what is left stands in a circle, or between two.
 */
async function* circleFaults(tx: Transaction, system: string): AsyncGenerator<RowFault> {
  await tx.execute(sql`
    create temporary table links on commit drop as
      select code as child, parent from incoming, unnest(parents) as parent
      union
      select code, parent from term_codes known, unnest(parents) as parent
      where known.system = ${system} and not exists (select from incoming where incoming.code = known.code)`);
  await tx.execute(sql`create index on links (child)`);
  await tx.execute(sql`create index on links (parent)`);
  await tx.execute(sql`analyze links`);
  let gone = 1;
  for (let round = 0; gone > 0 && round < MAX_DEPTH; round += 1) {
    ({ count: gone } = await tx.execute(sql`
      delete from links where not exists (select from links above where above.child = links.parent)
         or not exists (select from links below where below.parent = links.child)`));
  }
  const words = gone > 0 ? `more than ${MAX_DEPTH} levels of parents.` : "parents in a circle, by way of";
  yield* await tx.execute<{ line: number; message: string }>(sql`
    select line, format('%s has %s %s.', code, ${words}::text, string_agg(links.parent, ', ' order by links.parent)) as message
    from incoming join links on links.child = incoming.code
    group by line, code order by line`);
}
