import { type SQL, sql } from "drizzle-orm";
import type { Coding } from "#domain/diagnosis.ts";
import { foldText } from "#domain/fold.ts";
import type { TermId } from "#domain/ids.ts";
import type { TermLanguage } from "#domain/terms/term.ts";
import type { Database, Transaction } from "../database.ts";
import { codingsOf } from "./find-terms.ts";

/** A diagnosis to offer to whoever types. */
export interface TermSuggestion {
  /** Its label in the language asked for, else in English. */
  readonly text: string;
  /** The most telling first; never empty. */
  readonly codings: readonly Coding[];
  /** The name that what was typed is like, where it is not the label. */
  readonly matched: string | undefined;
  /** Whether it is only like what was typed, as after a slip of the keys. */
  readonly isNear: boolean;
}

export interface TermQuery {
  readonly text: string;
  readonly language: TermLanguage;
  /** Ten where it is left out. */
  readonly limit?: number;
}

/** One letter says too little, and a long text is none that is being typed. */
export const MIN_QUERY_CHARACTERS = 2;
const MAX_QUERY_CHARACTERS = 100;
/** How alike, from 0 to 1: a word of nine letters of which two changed places has 0.43. */
const NEAR_FROM = "0.4";
/** Sorts after every character that a name can hold. */
const LAST_CHARACTER = "\u{10ffff}";
/** Trigrams of fewer letters are like too much. */
const MIN_NEAR_CHARACTERS = 4;

/**
 * Finds diagnoses by what was typed so far: names that begin with it, then names of which a later word does; where there are
 * none, names that are like it (trigrams: pg_trgm's word similarity). Among equals those of the language asked for come first, then what answers
 * given here named most, then the shorter name.
 */
export async function suggestTerms(db: Database, query: TermQuery): Promise<readonly TermSuggestion[]> {
  const typed = foldText(query.text.slice(0, MAX_QUERY_CHARACTERS));
  if (typed.length < MIN_QUERY_CHARACTERS) return [];
  const limit = query.limit ?? 10;
  const hits = new Map<TermId, Hit>();
  const take = (found: readonly Hit[]): void => {
    for (const hit of found) if (hits.size < limit && !hits.has(hit.term_id)) hits.set(hit.term_id, hit);
  };
  const like = typed.replaceAll(/[\\%_]/gu, String.raw`\$&`);
  const asked = { typed, language: query.language, limit };
  // As a range, which the ordered index answers alone; for `like` the planner may read the trigrams and then each row.
  take(await findHits(db, asked, sql`folded ~>=~ ${typed} and folded ~<~ ${typed + LAST_CHARACTER}`));
  if (hits.size < limit) take(await findHits(db, asked, sql`folded like ${`% ${like}%`}`));
  if (hits.size === 0 && typed.length >= MIN_NEAR_CHARACTERS) {
    const near = await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('pg_trgm.word_similarity_threshold', ${NEAR_FROM}, true)`);
      return findHits(tx, asked, sql`${typed} <% folded`, sql`word_similarity(${typed}, folded)`);
    });
    take(near.map((hit) => ({ ...hit, isNear: true })));
  }
  return describe(db, [...hits.values()], query.language);
}

interface Hit extends Record<string, unknown> {
  readonly term_id: TermId;
  readonly name: string;
  readonly exact: boolean;
  readonly isNear?: boolean;
}

/** The best name of each term that fits, best term first; the more alike first where names are only like what was typed. */
async function findHits(
  db: Database | Transaction,
  { typed, language, limit }: { readonly typed: string; readonly language: string; readonly limit: number },
  fits: SQL,
  likeness: SQL = sql`0`,
): Promise<readonly Hit[]> {
  return db.execute<Hit>(sql`
    with fitting as materialized (
      select term_id, name, folded = ${typed} as exact, ${likeness} as likeness, length(folded) as size,
             case language when ${language} then 0 when 'und' then 0 when 'en' then 1 else 2 end as distance
      from term_names where ${fits}
    ), candidates as (
      (select * from fitting order by exact desc, likeness desc, distance, size, name limit ${limit * 5})
      union
      -- Most terms were never used: looking only those up that were spares a look at each.
      select * from fitting where term_id in (select id from terms where uses > 0)
    ), best as (
      select distinct on (term_id) * from candidates order by term_id, exact desc, likeness desc, distance, size
    )
    select term_id, name, exact from best join terms on terms.id = term_id
    order by exact desc, round(likeness::numeric, 1) desc, distance, uses desc, size, name limit ${limit}`);
}

async function describe(
  db: Database,
  hits: readonly Hit[],
  language: TermLanguage,
): Promise<readonly TermSuggestion[]> {
  const termIds = hits.map((hit) => hit.term_id);
  if (termIds.length === 0) return [];
  const [labels, codings] = await Promise.all([labelsOf(db, termIds, language), codingsOf(db, termIds)]);
  return hits.flatMap(({ term_id: termId, name, isNear }) => {
    const text = labels.get(termId);
    const found = codings.get(termId);
    if (text === undefined || found === undefined) return [];
    return [{ text, codings: found, matched: name === text ? undefined : name, isNear: isNear === true }];
  });
}

/** What terms are called in a language, else in English; our own list has the first word. */
export async function labelsOf(
  db: Database,
  termIds: readonly TermId[],
  language: TermLanguage,
): Promise<ReadonlyMap<TermId, string>> {
  const rows = await db.execute<{ term_id: TermId; name: string }>(sql`
    select distinct on (term_id) term_id, name from term_names
    where term_id in ${[...termIds]} and kind = 'label'
    order by term_id, language = ${language} desc, language = 'en' desc, system = 'consilium' desc, system = 'doid' desc, name`);
  return new Map(rows.map((row) => [row.term_id, row.name]));
}
