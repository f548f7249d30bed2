import { z } from "zod";
import { filterStatus, unfilterStatus } from "#actions/filter-status.ts";
import { removeFilter } from "#actions/remove-filter.ts";
import { saveFilter } from "#actions/save-filter.ts";
import { FILTER_ACTIONS, FILTER_CONTEXTS } from "#domain/filter.ts";
import { type FilterId, parseId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { notFound } from "#domain/refusal.ts";
import { type Filter, findFilter, listFilters } from "#store/filters.ts";
import type { Instance } from "#instance";
import { buildFilter, buildKeyword } from "../entities/build-filter.ts";
import { emptyObject } from "../entities/shapes.ts";
import { filter, filterKeyword, filterStatus as filterStatusEntity } from "../entities/status.ts";
import { flag, listOf, text, whole } from "../input.ts";
import { type Route, route } from "../route.ts";

export const contexts = listOf(z.enum(FILTER_CONTEXTS, `must be one of ${FILTER_CONTEXTS.join(", ")}`));
const keyword = { keyword: text(1000).optional(), whole_word: flag };
const changes = z.object({
  title: text(1000).optional(),
  context: contexts,
  filter_action: z.enum(FILTER_ACTIONS, `must be one of ${FILTER_ACTIONS.join(", ")}`).optional(),
  /** Seconds; empty or absent is for good. */
  expires_in: whole(0, 315_360_000),
  keywords_attributes: listOf(
    z.object({ ...keyword, id: text(100).optional(), _destroy: flag }, "must be objects"),
  ),
});

/** Filters: https://docs.joinmastodon.org/methods/filters/. */
export const filterRoutes: readonly Route[] = [
  route("GET /api/v2/filters", {
    summary: "The person's filters",
    access: "person",
    scope: "read:filters",
    entity: z.array(filter),
    answer: async ({ instance, person }) =>
      (await listFilters(instance.db, person.persona.actorId)).map(buildFilter),
  }),
  route("POST /api/v2/filters", {
    summary: "Make a filter",
    access: "person",
    scope: "write:filters",
    input: changes,
    entity: filter,
    answer: async ({ instance, person, input }) =>
      buildFilter(
        await saveFilter(instance, person, { ...changesOf(input), seconds: input.expires_in ?? null }),
      ),
  }),
  route("GET /api/v2/filters/:id", {
    summary: "A filter",
    access: "person",
    scope: "read:filters",
    entity: filter,
    answer: async ({ instance, person, path }) => buildFilter(await own(instance, person, path["id"])),
  }),
  route("PUT /api/v2/filters/:id", {
    summary: "Change a filter",
    access: "person",
    scope: "write:filters",
    input: changes,
    entity: filter,
    answer: async ({ instance, person, path, input }) => {
      const before = await own(instance, person, path["id"]);
      const seconds = input.expires_in;
      return buildFilter(await saveFilter(instance, person, { ...changesOf(input), seconds }, before));
    },
  }),
  route("DELETE /api/v2/filters/:id", {
    summary: "Take a filter away",
    access: "person",
    scope: "write:filters",
    entity: emptyObject,
    answer: async ({ instance, person, path }) => {
      await removeFilter(instance, person, (await own(instance, person, path["id"])).id);
      return {};
    },
  }),
  route("GET /api/v2/filters/:id/keywords", {
    summary: "The keywords of a filter",
    access: "person",
    scope: "read:filters",
    entity: z.array(filterKeyword),
    answer: async ({ instance, person, path }) =>
      (await own(instance, person, path["id"])).keywords.map(buildKeyword),
  }),
  route("POST /api/v2/filters/:id/keywords", {
    summary: "Add a keyword to a filter",
    access: "person",
    scope: "write:filters",
    input: z.object(keyword),
    entity: filterKeyword,
    answer: async ({ instance, person, path, input }) => {
      const before = await own(instance, person, path["id"]);
      const known = new Set(before.keywords.map(({ id }) => id));
      const change = { keyword: input.keyword, wholeWord: input.whole_word };
      const after = await saveFilter(instance, person, { keywords: [change] }, before);
      return oneOfThem(after.keywords.find(({ id }) => !known.has(id)));
    },
  }),
  route("GET /api/v2/filters/keywords/:id", {
    summary: "A keyword",
    access: "person",
    scope: "read:filters",
    entity: filterKeyword,
    answer: async ({ instance, person, path }) => (await keywordOf(instance, person, path["id"])).keyword,
  }),
  route("PUT /api/v2/filters/keywords/:id", {
    summary: "Change a keyword",
    access: "person",
    scope: "write:filters",
    input: z.object(keyword),
    entity: filterKeyword,
    answer: async ({ instance, person, path, input }) => {
      const { keyword: before, filter: owner } = await keywordOf(instance, person, path["id"]);
      const change = { id: before.id, keyword: input.keyword, wholeWord: input.whole_word };
      const after = await saveFilter(instance, person, { keywords: [change] }, owner);
      return oneOfThem(after.keywords.find(({ id }) => id === before.id));
    },
  }),
  route("DELETE /api/v2/filters/keywords/:id", {
    summary: "Take a keyword away",
    access: "person",
    scope: "write:filters",
    entity: emptyObject,
    answer: async ({ instance, person, path }) => {
      const { keyword: before, filter: owner } = await keywordOf(instance, person, path["id"]);
      await saveFilter(instance, person, { keywords: [{ id: before.id, remove: true }] }, owner);
      return {};
    },
  }),
  route("GET /api/v2/filters/:id/statuses", {
    summary: "Single statuses that a filter catches",
    access: "person",
    scope: "read:filters",
    entity: z.array(filterStatusEntity),
    answer: async ({ instance, person, path }) =>
      (await own(instance, person, path["id"])).statuses.map(buildCaught),
  }),
  route("POST /api/v2/filters/:id/statuses", {
    summary: "Let a filter catch a status",
    access: "person",
    scope: "write:filters",
    input: z.object({ status_id: text(100).default("") }),
    entity: filterStatusEntity,
    answer: async ({ instance, person, path, input }) => {
      const owner = await own(instance, person, path["id"]);
      return buildCaught(await filterStatus(instance, owner, input.status_id));
    },
  }),
  route("GET /api/v2/filters/statuses/:id", {
    summary: "A status that a filter catches",
    access: "person",
    scope: "read:filters",
    entity: filterStatusEntity,
    answer: async ({ instance, person, path }) =>
      buildCaught((await caughtOf(instance, person, path["id"])).caught),
  }),
  route("DELETE /api/v2/filters/statuses/:id", {
    summary: "Let a status through again",
    access: "person",
    scope: "write:filters",
    entity: filterStatusEntity,
    answer: async ({ instance, person, path }) => {
      const { filter: owner, caught } = await caughtOf(instance, person, path["id"]);
      return buildCaught(await unfilterStatus(instance, owner, caught.id));
    },
  }),
];

const changesOf = (input: z.infer<typeof changes>) => ({
  title: input.title,
  contexts: input.context,
  action: input.filter_action,
  keywords: input.keywords_attributes?.map(
    ({ id, keyword: word, whole_word: wholeWord, _destroy: remove }) => ({
      id,
      keyword: word,
      wholeWord,
      remove,
    }),
  ),
});

async function own(instance: Instance, { persona }: Person, text: string | undefined): Promise<Filter> {
  const id = parseId<FilterId>(text ?? "");
  const found = id && (await findFilter(instance.db, persona.actorId, id));
  if (found === undefined) throw notFound("filter");
  return found;
}

function oneOfThem(found: Filter["keywords"][number] | undefined) {
  if (found === undefined) throw notFound("keyword");
  return buildKeyword(found);
}

export async function keywordOf(instance: Instance, { persona }: Person, id: string | undefined) {
  for (const one of await listFilters(instance.db, persona.actorId)) {
    const found = one.keywords.find((word) => word.id === id);
    if (found !== undefined) return { filter: one, keyword: buildKeyword(found) };
  }
  throw notFound("keyword");
}

async function caughtOf(instance: Instance, { persona }: Person, id: string | undefined) {
  for (const one of await listFilters(instance.db, persona.actorId)) {
    const caught = one.statuses.find((status) => status.id === id);
    if (caught !== undefined) return { filter: one, caught };
  }
  throw notFound("filtered status");
}

const buildCaught = ({ id, statusId }: Filter["statuses"][number]) => ({ id, status_id: statusId });
