import { PLAIN_CONTEXT, type Context } from "../vocabulary.ts";

/** An OrderedCollection whose items are on pages. */
export interface PagedCollection {
  readonly "@context": string;
  readonly id: string;
  readonly type: "OrderedCollection";
  readonly totalItems: number;
  readonly first: string;
}

/** A page; `next` is absent on the last one. */
export interface CollectionPage {
  readonly "@context": string | Context;
  readonly id: string;
  readonly type: "OrderedCollectionPage";
  readonly partOf: string;
  readonly orderedItems: readonly unknown[];
  readonly next?: string;
}

/** A small OrderedCollection that holds its items itself. */
export interface ShortCollection {
  readonly "@context": string;
  readonly id: string;
  readonly type: "OrderedCollection";
  readonly totalItems: number;
  readonly orderedItems: readonly string[];
  readonly attributedTo?: string;
}

export const pagedCollection = (id: string, totalItems: number): PagedCollection => ({
  "@context": PLAIN_CONTEXT,
  id,
  type: "OrderedCollection",
  totalItems,
  first: `${id}?cursor=`,
});

/** A collection of which only the size is shown. */
export const countedCollection = (id: string, totalItems: number): Omit<PagedCollection, "first"> => ({
  "@context": PLAIN_CONTEXT,
  id,
  type: "OrderedCollection",
  totalItems,
});

/**
 * @param cursor of this page; the first one's is empty
 * @param next cursor of the page after this one
 */
export const collectionPage = (
  id: string,
  cursor: string,
  items: readonly unknown[],
  next: string | undefined,
  context: string | Context = PLAIN_CONTEXT,
): CollectionPage => ({
  "@context": context,
  id: `${id}?cursor=${encodeURIComponent(cursor)}`,
  type: "OrderedCollectionPage",
  partOf: id,
  orderedItems: items,
  ...(next === undefined ? {} : { next: `${id}?cursor=${encodeURIComponent(next)}` }),
});

/** @param attributedTo who keeps it (FEP-7888 asks for it on a conversation's context) */
export const shortCollection = (
  id: string,
  items: readonly string[],
  attributedTo?: string,
): ShortCollection => ({
  "@context": PLAIN_CONTEXT,
  id,
  type: "OrderedCollection",
  totalItems: items.length,
  orderedItems: items,
  ...(attributedTo === undefined ? {} : { attributedTo }),
});
