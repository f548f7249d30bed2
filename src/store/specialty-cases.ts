import { and, count, countDistinct, eq, inArray, sql, type SQL } from "drizzle-orm";
import { visibleAudiences, type Viewer } from "#domain/audience.ts";
import type { ActorId } from "#domain/ids.ts";
import { type CaseSummary, listCases } from "./cases.ts";
import type { Database } from "./database.ts";
import type { Page, Slice } from "./page.ts";
import { actors, caseImages, cases, opinions, streamRemovals } from "./schema/index.ts";

export type SpecialtyFilter = "all" | "unanswered" | "urgent" | "with-images" | "mine";
export const SPECIALTY_FILTERS: readonly SpecialtyFilter[] = [
  "all",
  "unanswered",
  "urgent",
  "with-images",
  "mine",
];

/** But for those that moderators took out of the stream. */
const ofSpecialty = (slug: string): SQL =>
  sql`${cases.clinical} -> 'specialties' ? ${slug} and not exists (select from ${streamRemovals} where ${streamRemovals.caseId} = ${cases.id})`;

/**
 * Latest first: the cases of one specialty, whatever institution they come from, that `viewer` may see.
 *
 * @param options.me whose cases "mine" means
 */
export function listSpecialtyCases(
  db: Database,
  slug: string,
  viewer: Viewer,
  options: { readonly filter: SpecialtyFilter; readonly me: ActorId | undefined },
  page: Page,
): Promise<Slice<CaseSummary>> {
  return listCases(db, viewer, and(ofSpecialty(slug), narrowed(options.filter, options.me)), page);
}

function narrowed(filter: SpecialtyFilter, me: ActorId | undefined): SQL | undefined {
  switch (filter) {
    case "all":
      return undefined;
    case "unanswered":
      return sql`not exists (select from ${opinions} where ${opinions.caseId} = ${cases.id})`;
    case "urgent":
      return sql`${cases.clinical} ->> 'urgency' in ('hours', 'day')`;
    case "with-images":
      return sql`exists (select from ${caseImages} where ${caseImages.caseId} = ${cases.id})`;
    case "mine":
      return me === undefined ? sql`false` : eq(cases.authorId, me);
  }
}

/** From how many institutions the cases of a specialty come that `viewer` may see. */
export async function countSpecialtyInstitutions(
  db: Database,
  slug: string,
  viewer: Viewer,
): Promise<number> {
  const [row] = await db
    .select({ n: countDistinct(actors.host) })
    .from(cases)
    .innerJoin(actors, eq(actors.id, cases.authorId))
    .where(and(ofSpecialty(slug), inArray(cases.audience, [...visibleAudiences(viewer)])));
  return row?.n ?? 0;
}

/** How many cases of each specialty `viewer` may see, by slug. */
export async function countCasesBySpecialty(
  db: Database,
  viewer: Viewer,
): Promise<ReadonlyMap<string, number>> {
  const slug = sql<string>`jsonb_array_elements_text(${cases.clinical} -> 'specialties')`;
  const rows = await db
    .select({ slug, n: count() })
    .from(cases)
    .where(inArray(cases.audience, [...visibleAudiences(viewer)]))
    .groupBy(slug);
  return new Map(rows.map((row) => [row.slug, row.n]));
}
