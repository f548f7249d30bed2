import { sql } from "drizzle-orm";
import type { Transaction } from "../database.ts";

/** What an import changes, in codes. */
export interface TermChanges {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Of those added: codes of a diagnosis that another terminology had brought already. */
  readonly joined: number;
  readonly retired: number;
}

/**
 * Finds the diagnosis of each staged row: the one that its code stood for so far; else the only one of other terminologies that
 * has the row's label among its names, or whose label is a name of the row; else a new one.
 */
export async function resolveRows(tx: Transaction, system: string): Promise<void> {
  await tx.execute(sql`
    update incoming set term_id = known.term_id from term_codes known
    where known.system = ${system} and known.code = incoming.code`);
  await tx.execute(sql`
    with likely as (
      select incoming.line, (array_agg(distinct names.term_id))[1] as term_id
      from incoming
      cross join unnest(incoming.keys) as called
      join term_names names on names.key = called and names.system <> ${system}
        and (names.kind = 'label' or (names.kind = 'synonym' and names.key = incoming.label_key))
      where incoming.term_id is null
      group by incoming.line
      having count(distinct names.term_id) = 1
    ), free as (
      select distinct on (term_id) line, term_id from likely
      where not exists (select from incoming taken where taken.term_id = likely.term_id)
        and not exists (select from term_codes other where other.term_id = likely.term_id and other.system = ${system})
      order by term_id, line
    )
    update incoming set term_id = free.term_id from free where free.line = incoming.line`);
  await tx.execute(sql`update incoming set term_id = gen_random_uuid(), is_new = true where term_id is null`);
}

/** What {@link applyRows} would change. */
export async function countChanges(
  tx: Transaction,
  system: string,
  isComplete: boolean,
): Promise<TermChanges> {
  const [counts] = await tx.execute<Record<Exclude<keyof TermChanges, "retired">, number>>(sql`
    select count(*) filter (where known.code is null)::int as added,
           count(*) filter (where known.code is null and not is_new)::int as joined,
           count(*) filter (where known.digest <> incoming.digest or known.retired)::int as changed,
           count(*) filter (where known.digest = incoming.digest and not known.retired)::int as unchanged
    from incoming left join term_codes known on known.system = ${system} and known.code = incoming.code`);
  const [gone] = isComplete
    ? await tx.execute<{ retired: number }>(
        sql`select count(*)::int as retired from term_codes where ${leftOut(system)}`,
      )
    : [];
  return { added: 0, joined: 0, changed: 0, unchanged: 0, ...counts, retired: gone?.retired ?? 0 };
}

const leftOut = (system: string) =>
  sql`system = ${system} and not retired and not exists (select from incoming where incoming.code = term_codes.code)`;

/** Writes the staged rows; what has not changed is not touched. With `isComplete` codes that the file leaves out are retired. */
export async function applyRows(tx: Transaction, system: string, isComplete: boolean): Promise<void> {
  await tx.execute(sql`
    delete from incoming using term_codes known
    where known.system = ${system} and known.code = incoming.code and known.digest = incoming.digest
      and not known.retired and not ${isComplete}`);
  await tx.execute(sql`insert into terms (id) select term_id from incoming where is_new`);
  await tx.execute(sql`
    insert into term_codes (system, code, term_id, parents, also, digest, retired)
    select ${system}, code, term_id, parents, also, digest, false from incoming
    on conflict (system, code) do update
      set parents = excluded.parents, also = excluded.also, digest = excluded.digest, retired = false`);
  await tx.execute(sql`
    delete from term_names using incoming where term_names.system = ${system} and term_names.code = incoming.code`);
  await tx.execute(sql`
    insert into term_names (term_id, system, code, name, language, kind, folded, key)
    select term_id, ${system}, code, name, language, kind, folded, key
    from incoming, jsonb_to_recordset(names)
      as named (name text, language text, kind text, folded text, key text)`);
  if (isComplete) {
    await tx.execute(sql`update term_codes set retired = true where ${leftOut(system)}`);
    await tx.execute(sql`
      delete from term_names using term_codes
      where term_codes.system = ${system} and term_codes.retired
        and term_names.system = term_codes.system and term_names.code = term_codes.code`);
  }
}
