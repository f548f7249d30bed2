import { and, asc, desc, eq, gt, lt, or, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

/** A place in a list that runs from the latest to the oldest. */
export interface Cursor {
  readonly publishedAt: Date;
  readonly id: string;
}

/** Which part of a list is wanted: at most `limit` items, older than the cursor. */
export interface Page {
  readonly limit: number;
  readonly after?: Cursor | undefined;
}

/** A part of a list; `next` is where the following part begins, absent at the end. */
export interface Slice<Item> {
  readonly items: readonly Item[];
  readonly next: Cursor | undefined;
}

/** Writes a cursor for an address. */
export const writeCursor = (cursor: Cursor): string => `${cursor.publishedAt.getTime()}.${cursor.id}`;

/** Reads a cursor from an address; `undefined` where it is none, so that a mangled address shows the first page. */
export function readCursor(text: string | undefined): Cursor | undefined {
  const match = /^(\d{1,15})\.([0-9a-f-]{36})$/u.exec(text ?? "");
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { publishedAt: new Date(Number(match[1])), id: match[2] };
}

/** The condition that a row comes after the page's cursor. */
export function after(page: Page, publishedAt: PgColumn, id: PgColumn): SQL | undefined {
  if (page.after === undefined) return undefined;
  return or(
    lt(publishedAt, page.after.publishedAt),
    and(eq(publishedAt, page.after.publishedAt), lt(id, page.after.id)),
  );
}

/** Cuts off the one row too many that says whether there are more. */
export function slice<Row extends Cursor>(rows: readonly Row[], limit: number): Slice<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: rows.length > limit && last ? { publishedAt: last.publishedAt, id: last.id } : undefined,
  };
}

/** Which part of a list a client wants, as Mastodon's parameters say it. */
export interface Window {
  readonly limit: number;
  /** Only what is older than this (`max_id`). */
  readonly before?: Cursor | undefined;
  /** Only what is newer than this (`since_id`, `min_id`). */
  readonly after?: Cursor | undefined;
  /** Whether the oldest of what is left are wanted (`min_id`), or the latest. */
  readonly from: "latest" | "oldest";
}

/** The condition that a row is in the window. */
export const within = (window: Window, publishedAt: PgColumn, id: PgColumn): SQL | undefined =>
  and(
    window.before &&
      or(
        lt(publishedAt, window.before.publishedAt),
        and(eq(publishedAt, window.before.publishedAt), lt(id, window.before.id)),
      ),
    window.after &&
      or(
        gt(publishedAt, window.after.publishedAt),
        and(eq(publishedAt, window.after.publishedAt), gt(id, window.after.id)),
      ),
  );

/** The order in which the rows of a window are read. */
export const orderOf = ({ from }: Window, publishedAt: PgColumn, id: PgColumn): [SQL, SQL] =>
  from === "latest" ? [desc(publishedAt), desc(id)] : [asc(publishedAt), asc(id)];

/** The rows as they are shown: the latest first. */
export const latestFirst = <Row>({ from }: Window, rows: readonly Row[]): Row[] =>
  from === "latest" ? [...rows] : rows.toReversed();
