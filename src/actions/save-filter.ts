import { randomUUID } from "node:crypto";
import type { FilterAction, FilterContext } from "#domain/filter.ts";
import { type FilterId, newId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { forbidden, invalid, notFound } from "#domain/refusal.ts";
import {
  countFilters,
  deleteKeywords,
  type Filter,
  findFilter,
  upsertFilter,
  upsertKeyword,
} from "#store/filters.ts";
import type { Instance } from "#instance";

const MAX_FILTERS = 100;
const MAX_TITLE_CHARACTERS = 200;
const MAX_KEYWORD_CHARACTERS = 200;
const MAX_KEYWORDS = 100;

/** What of a filter is to be different; what is absent stays. */
export interface FilterChanges {
  readonly title?: string | undefined;
  readonly contexts?: readonly FilterContext[] | undefined;
  readonly action?: FilterAction | undefined;
  /** Null: for good. */
  readonly seconds?: number | null | undefined;
  readonly keywords?: readonly KeywordChange[] | undefined;
}

export interface KeywordChange {
  /** Absent for a new one. */
  readonly id?: string | undefined;
  readonly keyword?: string | undefined;
  readonly wholeWord?: boolean | undefined;
  readonly remove?: boolean | undefined;
}

/**
 * Makes a filter of a persona's, or changes one.
 *
 * @param before the filter that is changed; a new one where absent
 * @throws Refusal invalid; forbidden beyond a hundred filters
 */
export async function saveFilter(
  instance: Instance,
  { persona: { actorId } }: Person,
  changes: FilterChanges,
  before?: Filter,
): Promise<Filter> {
  const title = (changes.title ?? before?.title ?? "").trim();
  if (title === "" || title.length > MAX_TITLE_CHARACTERS) {
    throw invalid("title", `Give the filter a title of 1 to ${MAX_TITLE_CHARACTERS} characters.`);
  }
  const contexts = [...(changes.contexts ?? before?.contexts ?? [])];
  if (contexts.length === 0) throw invalid("context", "Say where the filter applies.");
  if (before === undefined && (await countFilters(instance.db, actorId)) >= MAX_FILTERS) {
    throw forbidden(`You have ${MAX_FILTERS} filters already: take one away first.`);
  }
  const id = before?.id ?? newId<FilterId>();
  await instance.db.transaction(async (tx) => {
    await upsertFilter(tx, {
      id,
      ownerId: actorId,
      title,
      contexts,
      action: changes.action ?? before?.action ?? "warn",
      expiresAt:
        changes.seconds === undefined ? (before?.expiresAt ?? null) : expiryOf(instance, changes.seconds),
    });
    for (const change of checkKeywords(changes.keywords ?? [], before)) {
      if (change.remove) await deleteKeywords(tx, [change.id]);
      else await upsertKeyword(tx, { ...change, filterId: id });
    }
  });
  const saved = await findFilter(instance.db, actorId, id);
  if (saved === undefined) throw notFound("filter");
  return saved;
}

const expiryOf = (instance: Instance, seconds: number | null): Date | null =>
  seconds === null ? null : new Date(instance.clock().getTime() + seconds * 1000);

function checkKeywords(changes: readonly KeywordChange[], before: Filter | undefined) {
  if ((before?.keywords.length ?? 0) + changes.length > MAX_KEYWORDS) {
    throw invalid("keywords_attributes", `A filter has at most ${MAX_KEYWORDS} keywords.`);
  }
  return changes.map((change) => {
    const known = before?.keywords.find(({ id }) => id === change.id);
    if (change.id !== undefined && known === undefined) throw notFound("keyword");
    const keyword = (change.keyword ?? known?.keyword ?? "").trim();
    if (keyword === "" || keyword.length > MAX_KEYWORD_CHARACTERS) {
      throw invalid("keyword", `A keyword has 1 to ${MAX_KEYWORD_CHARACTERS} characters.`);
    }
    return {
      id: change.id ?? randomUUID(),
      keyword,
      wholeWord: change.wholeWord ?? known?.wholeWord ?? true,
      remove: change.remove ?? false,
    };
  });
}
