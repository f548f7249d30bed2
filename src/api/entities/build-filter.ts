import { type FilterContext, matchKeywords } from "#domain/filter.ts";
import type { Filter as FilterRecord } from "#store/filters.ts";
import type { Filter, Status } from "./status.ts";

export const buildFilter = (
  filter: FilterRecord,
): Filter & Required<Pick<Filter, "keywords" | "statuses">> => ({
  ...headOf(filter),
  keywords: filter.keywords.map(buildKeyword),
  statuses: filter.statuses.map(({ id, statusId }) => ({ id, status_id: statusId })),
});

export const buildKeyword = ({ id, keyword, wholeWord }: FilterRecord["keywords"][number]) => ({
  id,
  keyword,
  whole_word: wholeWord,
});

const headOf = (filter: FilterRecord): Filter => ({
  id: filter.id,
  title: filter.title,
  context: filter.contexts,
  expires_at: filter.expiresAt?.toISOString() ?? null,
  filter_action: filter.action,
});

/** What the filters of this context say of a status, by its words and by its id. */
export function filterStatus(
  filters: readonly FilterRecord[],
  context: FilterContext,
  status: Status,
): NonNullable<Status["filtered"]> {
  const relevant = filters.filter(({ contexts }) => contexts.includes(context));
  if (relevant.length === 0) return [];
  const words = [
    status.content.replaceAll(/<[^>]*>/gu, " "),
    status.spoiler_text,
    ...status.media_attachments.map(({ description }) => description ?? ""),
  ].join(" ");
  return relevant.flatMap((filter) => {
    const keywords = matchKeywords(filter.keywords, words);
    const statuses = filter.statuses.filter(({ statusId }) => statusId === status.id);
    if (keywords.length === 0 && statuses.length === 0) return [];
    return [
      {
        filter: headOf(filter),
        keyword_matches: keywords.length === 0 ? null : [...keywords],
        status_matches: statuses.length === 0 ? null : [status.id],
      },
    ];
  });
}
