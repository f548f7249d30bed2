import { z } from "zod";
import { forbidden, notFound, Refusal } from "#domain/refusal.ts";
import { type StatusRef, statusId } from "#domain/status-ref.ts";
import { listReplyRefs } from "#store/status-lists.ts";
import { loadStatuses, type StatusRecord } from "#store/statuses.ts";
import { account } from "../entities/account.ts";
import { context, status, statusEdit, statusSource } from "../entities/status.ts";
import { sourceOf } from "../entities/status-source.ts";
import { listOf, text } from "../input.ts";
import { pageInput } from "../paging.ts";
import { presentRecords, presentStatuses, recordOf, refOf } from "../present.ts";
import { type Route, route } from "../route.ts";

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
      const thread = record.kind === "case" ? record : record.case;
      const replies = await listReplyRefs(call.instance.db, thread.id);
      const records = await loadStatuses(call.instance.db, call.reader, [thread, ...replies]);
      const above = ancestorsOf(record, records);
      const below = descendantsOf(record, records);
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
      return { id: statusId(record), text: sourceOf(record), spoiler_text: "" };
    },
  }),
  route("GET /api/v1/statuses/:id/history", {
    summary: "What a status said, and when",
    access: "anyone",
    scope: "read:statuses",
    entity: z.array(statusEdit),
    answer: async (call) => {
      const [shown] = await presentRecords(call, [await recordOf(call, call.path["id"])]);
      if (shown === undefined) throw notFound("status");
      const { content, spoiler_text, sensitive, created_at, account, media_attachments, emojis } = shown;
      return [
        { content, spoiler_text, sensitive, created_at, account, media_attachments, emojis, poll: null },
      ];
    },
  }),
  ...["favourited_by", "reblogged_by"].map((who) =>
    route(`GET /api/v1/statuses/:id/${who}`, {
      summary: `Who ${who.startsWith("favourited") ? "likes" : "passed on"} a status`,
      access: "anyone",
      scope: "read:accounts",
      input: z.object(pageInput(40, 80)),
      entity: z.array(account),
      paged: true,
      answer: async (call) => {
        await recordOf(call, call.path["id"]);
        return [];
      },
    }),
  ),
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

/** The id of what a row answers; `undefined` for a case. */
const parentIdOf = (record: StatusRecord): string | undefined => {
  switch (record.kind) {
    case "case":
      return undefined;
    case "opinion":
      return record.case.id;
    case "comment":
      return record.parent?.id ?? record.case.id;
  }
};

function ancestorsOf(record: StatusRecord, thread: readonly StatusRecord[]): StatusRecord[] {
  const byId = new Map<string, StatusRecord>(thread.map((one) => [one.id, one]));
  const above: StatusRecord[] = [];
  let next = parentIdOf(record);
  while (next !== undefined && above.length < thread.length) {
    const parent = byId.get(next);
    if (parent === undefined) break;
    above.unshift(parent);
    next = parentIdOf(parent);
  }
  return above;
}

/** Depth first, as clients indent them. */
function descendantsOf(record: StatusRecord, thread: readonly StatusRecord[]): StatusRecord[] {
  const childrenOf = Map.groupBy(thread, parentIdOf);
  const below: StatusRecord[] = [];
  // Another server may say that two comments answer each other.
  const seen = new Set<string>([record.id]);
  const waiting = (childrenOf.get(record.id) ?? []).toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    below.push(next);
    waiting.push(...(childrenOf.get(next.id) ?? []).toReversed());
  }
  return below;
}
