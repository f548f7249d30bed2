import { readTimedId } from "#domain/timed-id.ts";
import type { Cursor, Window } from "#store/page.ts";
import { text, whole } from "./input.ts";
import { Reply } from "./route.ts";

/** The parameters of every list: https://docs.joinmastodon.org/api/guidelines/#pagination. */
export const pageInput = (usual: number, most: number) =>
  ({
    // More than the most is the most: clients ask for what other servers give.
    limit: whole(1, 1_000_000).transform((limit) => Math.min(limit ?? usual, most)),
    max_id: text(200).optional(),
    since_id: text(200).optional(),
    min_id: text(200).optional(),
  }) as const;

interface PageParameters {
  readonly limit: number;
  readonly max_id?: string | undefined;
  readonly since_id?: string | undefined;
  readonly min_id?: string | undefined;
}

const ANY_LETTER = Object.fromEntries(
  "abcdefghijklmnopqrstuvwxyz".split("").map((letter) => [letter, letter]),
);

/** The place of an id of ours in a list; one that is none of ours is as good as absent. */
const cursorOf = (id: string | undefined): Cursor | undefined =>
  id === undefined ? undefined : readTimedId(ANY_LETTER, id);

/** What part of a list is asked for; `min_id` means what comes immediately after it. */
export function windowOf({ limit, max_id, since_id, min_id }: PageParameters): Window {
  const isFromOldest = cursorOf(min_id) !== undefined;
  return {
    limit,
    before: cursorOf(max_id),
    after: cursorOf(min_id) ?? cursorOf(since_id),
    from: isFromOldest ? "oldest" : "latest",
  };
}

/**
 * Answers with a part of a list and a Link header to the parts beside it. `next` is always given where there is
 * something, since what follows may be hidden from this reader but not from the list.
 *
 * @param places of the first and the last item, also where these were left out
 */
export function paged<Body>(
  url: URL,
  body: Body,
  places: { readonly first: string; readonly last: string } | undefined,
): Reply<Body> {
  if (places === undefined) return new Reply(body);
  const link = (rel: "next" | "prev", name: "max_id" | "min_id", id: string): string => {
    const address = new URL(url);
    for (const parameter of ["max_id", "since_id", "min_id"]) address.searchParams.delete(parameter);
    address.searchParams.set(name, id);
    return `<${address.href}>; rel="${rel}"`;
  };
  return new Reply(body, 200, {
    link: `${link("next", "max_id", places.last)}, ${link("prev", "min_id", places.first)}`,
  });
}

/** The places of a list of items that have ids of their own. */
export function placesOf<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
): { readonly first: string; readonly last: string } | undefined {
  const [first] = items;
  const last = items.at(-1);
  return first === undefined || last === undefined ? undefined : { first: idOf(first), last: idOf(last) };
}
