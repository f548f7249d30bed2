import { type Page, readCursor, type Slice, writeCursor } from "#store/page.ts";
import type { Html } from "#ui/html.ts";
import { pagination } from "#ui/pagination.ts";
import type { WebContext } from "./services.ts";

const CASES_ON_A_PAGE = 20;

/** Which part of a list the address asks for, by its `before`. */
export const pageOf = (c: WebContext, limit: number = CASES_ON_A_PAGE): Page => ({
  limit,
  after: readCursor(c.req.query("before")),
});

/** Links to the older part of the list and back to its beginning; every other part of the address is kept. */
export function pageLinks(c: WebContext, { next }: Slice<unknown>): Html | "" {
  const address = (cursor: string | undefined): string => {
    const query = new URLSearchParams(c.req.query());
    query.delete("before");
    query.delete("done");
    if (cursor !== undefined) query.set("before", cursor);
    return query.size === 0 ? c.req.path : `${c.req.path}?${query.toString()}`;
  };
  return pagination({
    latest: c.req.query("before") === undefined ? undefined : address(undefined),
    older: next && address(writeCursor(next)),
  });
}
