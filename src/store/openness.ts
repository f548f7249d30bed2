import { type SQL, sql } from "drizzle-orm";
import type { Reader } from "#domain/reader.ts";
import { cases, looks, opinions } from "./schema/index.ts";

/**
 * Whether others' opinions and comments on a case are open to a reader: to its author, to who has answered or chosen to
 * look, and to whoever is no member (the same rule as on the case's page). Within a query that joins `cases`.
 */
export const isOpenTo = ({ me }: Reader): SQL<boolean> =>
  me === undefined
    ? sql<boolean>`true`
    : sql<boolean>`(${cases.authorId} = ${me.actorId}
        or exists (select from ${opinions} mine where mine.case_id = ${cases.id} and mine.account_id = ${me.accountId})
        or exists (select from ${looks} mine where mine.case_id = ${cases.id} and mine.account_id = ${me.accountId}))`;
