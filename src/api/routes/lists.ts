import { z } from "zod";
import { addToList, removeFromList } from "#actions/change-list-members.ts";
import { moveMarker } from "#actions/move-marker.ts";
import { removeList } from "#actions/remove-list.ts";
import { saveList } from "#actions/save-list.ts";
import { type ActorId, type ListId, parseId } from "#domain/ids.ts";
import { forbidden, notFound } from "#domain/refusal.ts";
import { SPECIALTIES, specialtyOf } from "#domain/specialty.ts";
import { type FollowedActor, listFollowedActors } from "#store/follows.ts";
import { findList, listLists, listMemberIds, type ListRow } from "#store/lists.ts";
import { listMarkers, type MarkedTimeline, type MarkerRow } from "#store/markers.ts";
import { account } from "../entities/account.ts";
import { buildList } from "../entities/build-list.ts";
import { list, markers } from "../entities/list.ts";
import { emptyObject } from "../entities/shapes.ts";
import { accountIdOf } from "../find-account.ts";
import { flag, listOf, oneOf, text, whole } from "../input.ts";
import { paged, placesOf } from "../paging.ts";
import { presentAccounts } from "../present.ts";
import { type Call, type Route, route } from "../route.ts";

const wanted = z.object({
  title: text(1000).optional(),
  replies_policy: oneOf("followed", "list", "none"),
  exclusive: flag,
});

/**
 * Lists: https://docs.joinmastodon.org/methods/lists/. Beside those that a person makes there is one for each specialty that
 * they follow: its id is the slug, and it cannot be changed here.
 */
export const listRoutes: readonly Route[] = [
  route("GET /api/v1/lists", {
    summary: "The person's lists, and one for each specialty that they follow",
    access: "person",
    scope: "read:lists",
    entity: z.array(list),
    answer: async ({ instance, person: { persona } }) => {
      const [own, followed] = await Promise.all([
        listLists(instance.db, persona.actorId),
        listFollowedActors(instance.db, persona.actorId),
      ]);
      const specialties = SPECIALTIES.filter(({ slug }) => followed.some(isStreamOf(slug)));
      return [...own.map(buildList), ...specialties.map(({ slug }) => specialtyList(slug))];
    },
  }),
  route("POST /api/v1/lists", {
    summary: "Make a list",
    access: "person",
    scope: "write:lists",
    input: wanted,
    entity: list,
    answer: async ({ instance, person, input }) =>
      buildList(await saveList(instance, person, changesOf(input))),
  }),
  route("GET /api/v1/lists/:id", {
    summary: "A list",
    access: "person",
    scope: "read:lists",
    entity: list,
    answer: async (call) => {
      const id = call.path["id"] ?? "";
      return specialtyOf(id) === undefined ? buildList(await ownList(call)) : specialtyList(id);
    },
  }),
  route("PUT /api/v1/lists/:id", {
    summary: "Change a list",
    access: "person",
    scope: "write:lists",
    input: wanted,
    entity: list,
    answer: async (call) => {
      const before = await ownList(call);
      return buildList(await saveList(call.instance, call.person, changesOf(call.input), before));
    },
  }),
  route("DELETE /api/v1/lists/:id", {
    summary: "Take a list away",
    access: "person",
    scope: "write:lists",
    entity: emptyObject,
    answer: async (call) => {
      await removeList(call.instance, call.person, (await ownList(call)).id);
      return {};
    },
  }),
  route("GET /api/v1/lists/:id/accounts", {
    summary: "Who is on a list",
    access: "person",
    scope: "read:lists",
    input: z.object({
      limit: whole(0, 1000).transform((limit) => Math.min(limit ?? 40, 80)),
      max_id: text(100).optional(),
      since_id: text(100).optional(),
      min_id: text(100).optional(),
    }),
    entity: z.array(account),
    paged: true,
    answer: async (call) => {
      const { instance, person, input } = call;
      const name = call.path["id"] ?? "";
      if (specialtyOf(name) !== undefined) {
        const followed = await listFollowedActors(instance.db, person.persona.actorId);
        return presentAccounts(
          call,
          followed.filter(isStreamOf(name)).map(({ id }) => id),
        );
      }
      const listed = await ownList(call);
      const ids = await listMemberIds(instance.db, listed.id, {
        // No limit is asked for with 0.
        limit: input.limit === 0 ? undefined : input.limit,
        before: placeOf(input.max_id),
        after: placeOf(input.min_id) ?? placeOf(input.since_id),
        from: placeOf(input.min_id) === undefined ? "latest" : "oldest",
      });
      return paged(call.url, await presentAccounts(call, ids), placesOf(ids, String));
    },
  }),
  route("POST /api/v1/lists/:id/accounts", {
    summary: "Put accounts that the person follows on a list",
    access: "person",
    scope: "write:lists",
    input: z.object({ account_ids: listOf(text(100)) }),
    entity: emptyObject,
    answer: async (call) => {
      const ids = (call.input.account_ids ?? []).map(accountIdOf);
      await addToList(call.instance, call.person, await ownList(call), ids);
      return {};
    },
  }),
  route("DELETE /api/v1/lists/:id/accounts", {
    summary: "Take accounts off a list",
    access: "person",
    scope: "write:lists",
    input: z.object({ account_ids: listOf(text(100)) }),
    entity: emptyObject,
    answer: async (call) => {
      const ids = (call.input.account_ids ?? []).map(accountIdOf);
      await removeFromList(call.instance, await ownList(call), ids);
      return {};
    },
  }),
  route("GET /api/v1/markers", {
    summary: "How far the person has read",
    access: "person",
    scope: "read:statuses",
    input: z.object({ timeline: listOf(text(100)) }),
    entity: markers,
    answer: async ({ instance, person, input }) => {
      const asked = TIMELINES.filter((one) => input.timeline === undefined || input.timeline.includes(one));
      return buildMarkers(await listMarkers(instance.db, person.persona.actorId, asked));
    },
  }),
  route("POST /api/v1/markers", {
    summary: "Remember how far the person has read",
    access: "person",
    scope: "write:statuses",
    input: z.object({ home: markerInput(), notifications: markerInput() }),
    entity: markers,
    answer: async ({ instance, person, input }) => {
      const moved: MarkerRow[] = [];
      for (const timeline of TIMELINES) {
        const to = input[timeline];
        if (to !== undefined) moved.push(await moveMarker(instance, person, timeline, to.last_read_id));
      }
      return buildMarkers(moved);
    },
  }),
];

/** A place among those on a list: an id that is none is as good as absent. */
const placeOf = (id: string | undefined): ActorId | undefined =>
  id === undefined ? undefined : parseId<ActorId>(id);

const TIMELINES = ["home", "notifications"] as const satisfies readonly MarkedTimeline[];

function markerInput() {
  return z.object({ last_read_id: text(1000) }, "must be an object with last_read_id").optional();
}

const buildMarkers = (rows: readonly MarkerRow[]): z.infer<typeof markers> =>
  Object.fromEntries(
    rows.map(({ timeline, lastReadId, version, updatedAt }) => [
      timeline,
      { last_read_id: lastReadId, version, updated_at: updatedAt.toISOString() },
    ]),
  );

const isStreamOf =
  (slug: string) =>
  ({ type, handle }: FollowedActor): boolean =>
    type === "Group" && handle === slug;

const specialtyList = (slug: string): z.infer<typeof list> => ({
  id: slug,
  title: specialtyOf(slug)?.name ?? slug,
  replies_policy: "none",
  exclusive: false,
});

const changesOf = (input: z.infer<typeof wanted>) => ({
  ...(input.title !== undefined && { title: input.title }),
  ...(input.replies_policy !== undefined && { repliesPolicy: input.replies_policy }),
  ...(input.exclusive !== undefined && { exclusive: input.exclusive }),
});

async function ownList({
  instance,
  person,
  path,
}: Call<unknown> & { readonly person: NonNullable<Call<unknown>["person"]> }): Promise<ListRow> {
  const name = path["id"] ?? "";
  if (specialtyOf(name) !== undefined) {
    throw forbidden("This list is a specialty that you follow: follow or unfollow its streams instead.");
  }
  const id = parseId<ListId>(name);
  const row = id && (await findList(instance.db, person.persona.actorId, id));
  if (row === undefined) throw notFound("list");
  return row;
}
