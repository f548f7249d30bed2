import { readLocalPath } from "#domain/local-path.ts";
import type { WebContext } from "./services.ts";

/** A path on this instance to go back to; the start page for anything else, so that no link leads elsewhere. */
export const localPath = (text: string): string => readLocalPath(text) ?? "/";

/** This page, to come back to. */
export function returnPath(c: WebContext): string {
  const query = new URLSearchParams(c.req.query());
  query.delete("done");
  return query.size === 0 ? c.req.path : `${c.req.path}?${query.toString()}`;
}
