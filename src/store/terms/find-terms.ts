import { inArray, sql } from "drizzle-orm";
import { type Coding, codingKey, type Diagnosis } from "#domain/diagnosis.ts";
import type { TermId } from "#domain/ids.ts";
import type { NameMatch, TermLookup } from "#domain/terms/code-diagnoses.ts";
import { matchKey } from "#domain/terms/match-key.ts";
import { namesOneDiagnosis } from "#domain/terms/term.ts";
import type { Database, Transaction } from "../database.ts";
import { termNames, terms } from "../schema/index.ts";

/** Looks up what the table of terms knows of these diagnoses, by their texts and their codes. */
export async function lookUpTerms(
  db: Database | Transaction,
  diagnoses: readonly Diagnosis[],
): Promise<TermLookup> {
  const keys = [...new Set(diagnoses.map(({ text }) => matchKey(text)))];
  const given = diagnoses.flatMap(({ codings }) => codings).filter(({ system }) => namesOneDiagnosis(system));
  const [names, coded] = await Promise.all([findNames(db, keys), findCodes(db, given)]);
  const termIds = [...new Set([...names.map(({ termId }) => termId), ...coded.values()])];
  return { names, codes: coded, codings: await codingsOf(db, termIds) };
}

/** Every term that has one of these names, as `matchKey` folds them. */
export async function findNames(
  db: Database | Transaction,
  keys: readonly string[],
): Promise<readonly NameMatch[]> {
  if (keys.length === 0) return [];
  return db
    .selectDistinct({ key: termNames.key, termId: termNames.termId, kind: termNames.kind })
    .from(termNames)
    .where(inArray(termNames.key, [...keys]));
}

async function findCodes(
  db: Database | Transaction,
  codings: readonly Coding[],
): Promise<ReadonlyMap<string, TermId>> {
  if (codings.length === 0) return new Map();
  const rows = await db.execute<{ system: string; code: string; term_id: TermId }>(sql`
    select system, code, term_id from term_codes
    join jsonb_to_recordset(${JSON.stringify(codings)}::text::jsonb) as given (system text, code text) using (system, code)`);
  return new Map(rows.map(({ term_id: termId, ...coding }) => [codingKey(coding), termId]));
}

/** Ours first, since every institution has them; then the most widespread. */
const SYSTEM_ORDER = sql`array_position(array['consilium', 'doid', 'mondo', 'sct', 'umls', 'orpha'], system)`;

/** The codes of terms: of naming systems one each, and the first class of the ICD that any of them gives. Retired ones are left out. */
export async function codingsOf(
  db: Database | Transaction,
  termIds: readonly TermId[],
): Promise<ReadonlyMap<TermId, readonly Coding[]>> {
  const codings = new Map<TermId, readonly Coding[]>();
  if (termIds.length === 0) return codings;
  const rows = await db.execute<{
    term_id: TermId;
    system: string;
    code: string;
    also: readonly Coding[];
  }>(sql`
    select term_id, system, code, also from term_codes
    where not retired and term_id in ${[...termIds]}
    order by ${SYSTEM_ORDER} nulls last, system, code`);
  for (const { term_id: termId, system, code, also } of rows) {
    const known = codings.get(termId) ?? [];
    const fresh = [{ system, code }, ...also].filter(
      (coding, at, all) =>
        !known.some((other) => other.system === coding.system) &&
        all.findIndex((other) => other.system === coding.system) === at,
    );
    codings.set(termId, [...known, ...fresh]);
  }
  return codings;
}

/** Counts that an answer named these terms, so that what is named often is suggested first. */
export async function countUses(tx: Transaction, termIds: readonly TermId[]): Promise<void> {
  if (termIds.length === 0) return;
  await tx
    .update(terms)
    .set({ uses: sql`${terms.uses} + 1` })
    .where(inArray(terms.id, [...termIds].sort()));
}
