import { z } from "zod";
import { removeFilter } from "#actions/remove-filter.ts";
import { saveFilter } from "#actions/save-filter.ts";
import type { Person } from "#domain/reader.ts";
import { type Filter, listFilters } from "#store/filters.ts";
import type { Instance } from "#instance";
import { emptyObject, id, time } from "../entities/shapes.ts";
import { filterContext } from "../entities/status.ts";
import { flag, text, whole } from "../input.ts";
import { type Route, route } from "../route.ts";
import { contexts, keywordOf } from "./filters.ts";

/** https://docs.joinmastodon.org/entities/V1_Filter/ */
const filterV1 = z.object({
  id,
  phrase: z.string(),
  context: z.array(filterContext),
  whole_word: z.boolean(),
  expires_at: time.nullable(),
  irreversible: z.boolean(),
});

const changes = z.object({
  phrase: text(1000).optional(),
  context: contexts,
  irreversible: flag,
  whole_word: flag,
  expires_in: whole(0, 315_360_000),
});

/** Filters as older apps know them: one for each keyword. */
export const filterV1Routes: readonly Route[] = [
  route("GET /api/v1/filters", {
    summary: "The person's filters as older apps read them",
    access: "person",
    scope: "read:filters",
    entity: z.array(filterV1),
    answer: async ({ instance, person }) =>
      (await listFilters(instance.db, person.persona.actorId)).flatMap((filter) =>
        filter.keywords.map((keyword) => buildFilterV1(filter, keyword)),
      ),
  }),
  route("POST /api/v1/filters", {
    summary: "Make a filter of one keyword",
    access: "person",
    scope: "write:filters",
    input: changes,
    entity: filterV1,
    answer: async ({ instance, person, input }) => {
      const { phrase = "", whole_word: wholeWord = false } = input;
      const filter = await saveFilter(instance, person, {
        ...changesOf(input),
        title: phrase,
        seconds: input.expires_in ?? null,
        keywords: [{ keyword: phrase, wholeWord }],
      });
      return filter.keywords.map((keyword) => buildFilterV1(filter, keyword))[0] ?? never(phrase);
    },
  }),
  route("GET /api/v1/filters/:id", {
    summary: "A filter of one keyword",
    access: "person",
    scope: "read:filters",
    entity: filterV1,
    answer: ({ instance, person, path }) => find(instance, person, path["id"]),
  }),
  route("PUT /api/v1/filters/:id", {
    summary: "Change a filter of one keyword",
    access: "person",
    scope: "write:filters",
    input: changes,
    entity: filterV1,
    answer: async ({ instance, person, path, input }) => {
      const { filter, keyword } = await keywordOf(instance, person, path["id"]);
      const change = { id: keyword.id, keyword: input.phrase, wholeWord: input.whole_word };
      const seconds = input.expires_in;
      await saveFilter(instance, person, { ...changesOf(input), seconds, keywords: [change] }, filter);
      return find(instance, person, keyword.id);
    },
  }),
  route("DELETE /api/v1/filters/:id", {
    summary: "Take a filter of one keyword away",
    access: "person",
    scope: "write:filters",
    entity: emptyObject,
    answer: async ({ instance, person, path }) => {
      const { filter, keyword } = await keywordOf(instance, person, path["id"]);
      if (filter.keywords.length === 1) await removeFilter(instance, person, filter.id);
      else await saveFilter(instance, person, { keywords: [{ id: keyword.id, remove: true }] }, filter);
      return {};
    },
  }),
];

const changesOf = ({ context, irreversible }: z.infer<typeof changes>) => ({
  contexts: context,
  ...(irreversible !== undefined && { action: irreversible ? ("hide" as const) : ("warn" as const) }),
});

const never = (phrase: string): never => {
  throw new Error(`The filter of ${phrase} was saved without its keyword`);
};

async function find(instance: Instance, person: Person, text: string | undefined) {
  const { filter, keyword } = await keywordOf(instance, person, text);
  return buildFilterV1(filter, { ...keyword, wholeWord: keyword.whole_word });
}

const buildFilterV1 = (filter: Filter, keyword: Filter["keywords"][number]): z.infer<typeof filterV1> => ({
  id: keyword.id,
  phrase: keyword.keyword,
  context: filter.contexts,
  whole_word: keyword.wholeWord,
  expires_at: filter.expiresAt?.toISOString() ?? null,
  irreversible: filter.action === "hide",
});
