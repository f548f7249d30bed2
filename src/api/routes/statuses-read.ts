import { z } from "zod";
import { forbidden, notFound, Refusal } from "#domain/refusal.ts";
import { type StatusRef, statusId } from "#domain/status-ref.ts";
import { listBoosters } from "#store/boosts.ts";
import { listLikers } from "#store/likes.ts";
import { listRevisions } from "#store/posts.ts";
import { account } from "../entities/account.ts";
import { context, status, statusEdit, statusSource } from "../entities/status.ts";
import { sourceOf } from "../entities/status-source.ts";
import { listOf, text } from "../input.ts";
import { pageInput } from "../paging.ts";
import { likeableOf, presentAccounts, presentRecords, presentStatuses, recordOf, refOf } from "../present.ts";
import { type Route, route } from "../route.ts";
import { threadOf } from "../thread.ts";

/** Reading statuses: https://docs.joinmastodon.org/methods/statuses/. */
export const statusReadRoutes: readonly Route[] = [
  route("GET /api/v1/statuses", {
    summary: "Several statuses at once; those that are not there are left out",
    access: "anyone",
    scope: "read:statuses",
    input: z.object({ id: listOf(text(100), 40) }),
    entity: z.array(status),
    answer: (call) => presentStatuses(call, (call.input.id ?? []).flatMap(readable), "thread"),
  }),
  route("GET /api/v1/statuses/:id", {
    summary: "A case, an opinion or a comment",
    access: "anyone",
    scope: "read:statuses",
    entity: status,
    answer: async (call) => {
      const record = await recordOf(call, call.path["id"]);
      const [shown] = await presentRecords(call, [record], "thread");
      if (shown === undefined) throw notFound("status");
      return shown;
    },
  }),
  route("GET /api/v1/statuses/:id/context", {
    summary: "The thread: what a status answers, and what answers it, as far as it is open to the reader",
    access: "anyone",
    scope: "read:statuses",
    entity: context,
    answer: async (call) => {
      const record = await recordOf(call, call.path["id"]);
      const { above, below } = await threadOf(call.instance.db, call.reader, record);
      const shown = await presentRecords(call, [...above, ...below], "thread");
      const ids = new Set(above.map(statusId));
      return {
        ancestors: shown.filter(({ id }) => ids.has(id)),
        descendants: shown.filter(({ id }) => !ids.has(id)),
      };
    },
  }),
  route("GET /api/v1/statuses/:id/source", {
    summary: "What the author wrote, as text",
    access: "person",
    scope: "read:statuses",
    entity: statusSource,
    answer: async (call) => {
      const record = await recordOf(call, call.path["id"]);
      if (record.authorId !== call.person.persona.actorId) {
        throw forbidden("Only its author sees what a status was written as.");
      }
      const { text, warning } = await sourceOf(call.instance, record);
      return { id: statusId(record), text, spoiler_text: warning };
    },
  }),
  route("GET /api/v1/statuses/:id/history", {
    summary: "What a status said, and when",
    access: "anyone",
    scope: "read:statuses",
    entity: z.array(statusEdit),
    answer: async (call) => {
      const record = await recordOf(call, call.path["id"]);
      const [shown] = await presentRecords(call, [record]);
      if (shown === undefined) throw notFound("status");
      const { content, spoiler_text, sensitive, account, media_attachments, emojis } = shown;
      const now = { content, spoiler_text, sensitive };
      const created_at = shown.edited_at ?? shown.created_at;
      const before = record.kind === "post" ? await listRevisions(call.instance.db, record.id) : [];
      const common = { account, media_attachments, emojis, poll: null };
      return [
        ...before.map((revision) => ({
          ...common,
          content: revision.content,
          spoiler_text: revision.summary,
          sensitive: revision.sensitive,
          created_at: revision.writtenAt.toISOString(),
        })),
        { ...common, ...now, created_at },
      ];
    },
  }),
  route("GET /api/v1/statuses/:id/favourited_by", {
    summary: "Who likes a status",
    access: "anyone",
    scope: "read:accounts",
    input: z.object(pageInput(40, 80)),
    entity: z.array(account),
    answer: async (call) => {
      const { id } = likeableOf(await recordOf(call, call.path["id"]));
      const likers = await listLikers(call.instance.db, id, call.input.limit);
      return presentAccounts(
        call,
        likers.map((liker) => liker.id),
      );
    },
  }),
  route("GET /api/v1/statuses/:id/reblogged_by", {
    summary: "Who passed a status on",
    access: "anyone",
    scope: "read:accounts",
    input: z.object(pageInput(40, 80)),
    entity: z.array(account),
    answer: async (call) => {
      const object = likeableOf(await recordOf(call, call.path["id"]));
      if (object.kind !== "post") return [];
      const boosters = await listBoosters(call.instance.db, object.id, call.input.limit);
      return presentAccounts(
        call,
        boosters.map(({ by }) => by.id),
      );
    },
  }),
  route("GET /api/v1/statuses/:id/quotes", {
    summary: "There are no quotes here",
    access: "anyone",
    scope: "read:statuses",
    input: z.object(pageInput(20, 40)),
    entity: z.array(status),
    paged: true,
    answer: async (call) => {
      await recordOf(call, call.path["id"]);
      return [];
    },
  }),
  route("GET /api/v1/statuses/:id/card", {
    summary: "There are no previews of links here",
    access: "anyone",
    scope: "read:statuses",
    entity: z.object({}),
    answer: async (call) => {
      await recordOf(call, call.path["id"]);
      return {};
    },
  }),
  route("POST /api/v1/statuses/:id/translate", {
    summary: "Nothing is translated here: a case must not leave for a translation service",
    access: "person",
    scope: "read:statuses",
    entity: status,
    answer: async (call) => {
      await recordOf(call, call.path["id"]);
      throw forbidden("This server does not translate: a case must not leave for a translation service.");
    },
  }),
];

/** An id that is none is like one of nothing. */
function readable(text: string): StatusRef[] {
  try {
    return [refOf(text)];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
