import { z } from "zod";
import { specialtyOfTag } from "#domain/hashtag.ts";
import { type ListId, parseId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import { specialtyOf } from "#domain/specialty.ts";
import { statusId, type StatusRef } from "#domain/status-ref.ts";
import { findList } from "#store/lists.ts";
import { listHomeRefs, listTimelineRefs, type TimelineChoice } from "#store/status-lists.ts";
import type { FilterContext } from "#domain/filter.ts";
import { status } from "../entities/status.ts";
import { flag, listOf, text } from "../input.ts";
import { paged, pageInput, placesOf, windowOf } from "../paging.ts";
import { presentStatuses } from "../present.ts";
import { type Call, type Route, route } from "../route.ts";

const page = pageInput(20, 40);
const chosen = { local: flag, remote: flag, only_media: flag };

/** https://docs.joinmastodon.org/methods/timelines/ */
export const timelineRoutes: readonly Route[] = [
  route("GET /api/v1/timelines/home", {
    summary: "What the person follows",
    access: "person",
    scope: "read:statuses",
    input: z.object(page),
    entity: z.array(status),
    paged: true,
    answer: async (call) =>
      pageOf(call, await listHomeRefs(call.instance.db, call.reader, windowOf(call.input)), "home"),
  }),
  route("GET /api/v1/timelines/public", {
    summary:
      "The latest cases and posts: open to everyone, and for members also the cases for their institution",
    access: "anyone",
    scope: "read:statuses",
    input: z.object({ ...page, ...chosen }),
    entity: z.array(status),
    paged: true,
    answer: (call) => timelinePage(call, {}),
  }),
  route("GET /api/v1/timelines/tag/:hashtag", {
    summary: "Posts with a hashtag, and the cases of the specialty that it names",
    access: "anyone",
    scope: "read:statuses",
    input: z.object({ ...page, ...chosen, any: listOf(text()), all: listOf(text()), none: listOf(text()) }),
    entity: z.array(status),
    paged: true,
    answer: async (call) => {
      const tag = (call.path["hashtag"] ?? "").normalize("NFC").toLowerCase();
      return timelinePage(call, { tag, specialty: specialtyOfTag(tag)?.slug });
    },
  }),
  route("GET /api/v1/timelines/list/:list_id", {
    summary: "What those on a list wrote; a specialty's slug is the list of its cases everywhere",
    access: "person",
    scope: "read:lists",
    input: z.object(page),
    entity: z.array(status),
    paged: true,
    answer: async (call) => {
      const name = call.path["list_id"] ?? "";
      if (specialtyOf(name) !== undefined) return timelinePage(call, { specialty: name, withoutPosts: true });
      const id = parseId<ListId>(name);
      const list = id && (await findList(call.instance.db, call.person.persona.actorId, id));
      if (list === undefined) throw notFound("list");
      return timelinePage(call, { list: list.id });
    },
  }),
  route("GET /api/v1/timelines/link", {
    summary: "Posts about a link: links are not collected here",
    access: "anyone",
    scope: "read:statuses",
    input: z.object({ ...page, url: text().default("") }),
    entity: z.array(status),
    paged: true,
    answer: () => [],
  }),
  route("GET /api/v1/timelines/direct", {
    summary: "Replaced by conversations",
    access: "person",
    scope: "read:statuses",
    input: z.object(page),
    entity: z.array(status),
    paged: true,
    answer: () => [],
  }),
];

type PageCall = Call<z.output<z.ZodObject<typeof page>>>;

async function pageOf(call: PageCall, refs: readonly StatusRef[], context: FilterContext) {
  return paged(call.url, await presentStatuses(call, refs, context), placesOf(refs, statusId));
}

async function timelinePage(
  call: Call<
    PageCall["input"] & {
      readonly local?: boolean | undefined;
      readonly remote?: boolean | undefined;
      readonly only_media?: boolean | undefined;
    }
  >,
  choice: TimelineChoice,
) {
  const { local = false, remote = false, only_media: onlyMedia } = call.input;
  const origin = local ? ("local" as const) : remote ? ("remote" as const) : undefined;
  const refs = await listTimelineRefs(
    call.instance.db,
    call.reader,
    { ...choice, origin, onlyMedia },
    windowOf(call.input),
  );
  return pageOf(call, refs, "public");
}
