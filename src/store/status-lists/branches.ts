import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { StatusKind, StatusRef } from "#domain/status-ref.ts";
import type { Database } from "../database.ts";
import { latestFirst, type Window } from "../page.ts";
import { cases, posts } from "../schema/index.ts";

/** One kind of thing in a list: each is read by its own index, and only as far as the window needs. */
export interface Branch {
  readonly kind: SQL;
  readonly from: SQL;
  readonly id: PgColumn;
  readonly publishedAt: PgColumn;
  readonly where: readonly (SQL | undefined)[];
}

/** A reference as the driver gives it: the time is a text. */
export type RefRow = { kind: StatusKind; id: string; published_at: string };

/** The window over all branches together. */
export async function listBranches(
  db: Database,
  branches: readonly Branch[],
  window: Window,
): Promise<StatusRef[]> {
  const order = window.from === "latest" ? sql`desc` : sql`asc`;
  const parts = branches.map(({ kind, from, id, publishedAt, where }) => {
    const conditions = [...where, ...edgesOf(window, publishedAt, id)].filter((one) => one !== undefined);
    return sql`(select ${kind} as kind, ${id} as id, ${publishedAt} as published_at from ${from}
      where ${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)}
      order by ${publishedAt} ${order}, ${id} ${order} limit ${window.limit})`;
  });
  const rows = await db.execute<RefRow>(sql`
    select kind, id, published_at from (${sql.join(parts, sql` union all `)}) as listed order by published_at ${order}, id ${order} limit ${window.limit}`);
  return latestFirst(window, rows.map(readRef));
}

export const readRef = ({ kind, id, published_at: publishedAt }: RefRow): StatusRef => ({
  kind,
  id,
  publishedAt: new Date(publishedAt),
});

const edgesOf = ({ before, after }: Window, publishedAt: PgColumn, id: PgColumn): (SQL | undefined)[] => [
  before &&
    sql`(${publishedAt}, ${id}) < (${before.publishedAt.toISOString()}::timestamptz, ${before.id}::uuid)`,
  after &&
    sql`(${publishedAt}, ${id}) > (${after.publishedAt.toISOString()}::timestamptz, ${after.id}::uuid)`,
];

/** Cases for which all of this holds. */
export const caseBranch = (where: Branch["where"]): Branch => ({
  kind: sql`'case'`,
  from: sql`${cases}`,
  id: cases.id,
  publishedAt: cases.publishedAt,
  where,
});

/** Ordinary posts for which all of this holds. */
export const postBranch = (where: Branch["where"]): Branch => ({
  kind: sql`'post'`,
  from: sql`${posts}`,
  id: posts.id,
  publishedAt: posts.publishedAt,
  where,
});
