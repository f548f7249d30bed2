import { z } from "zod";
import { blockDomain } from "#actions/block-domain.ts";
import { followTag, unfollowTag } from "#actions/follow-tag.ts";
import { reportAccount } from "#actions/report-account.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import { unblockDomain } from "#actions/unblock-domain.ts";
import type { Person } from "#domain/reader.ts";
import type { Scope } from "#domain/scopes.ts";
import { statusId } from "#domain/status-ref.ts";
import { listFollowedTags } from "#store/followed-tags.ts";
import { listDomainBlocks } from "#store/relations.ts";
import { listMarkedRefs } from "#store/status-lists.ts";
import { account } from "../entities/account.ts";
import { buildTag } from "../entities/build-tag.ts";
import { emptyObject, id, time } from "../entities/shapes.ts";
import { status, tag } from "../entities/status.ts";
import { accountIdOf } from "../find-account.ts";
import { flag, listOf, oneOf, text } from "../input.ts";
import { paged, pageInput, placesOf, windowOf } from "../paging.ts";
import { presentAccount, presentStatuses } from "../present.ts";
import { type Route, route } from "../route.ts";
import { listedPeople } from "./accounts-read.ts";

/** What a person keeps: bookmarks, favourites, mutes, blocks, hashtags, reports. */
export const collectionRoutes: readonly Route[] = [
  marked("/api/v1/bookmarks", "bookmarks", "read:bookmarks"),
  marked("/api/v1/favourites", "likes", "read:favourites"),
  people("/api/v1/mutes", "mutes", "read:mutes"),
  people("/api/v1/blocks", "blocks", "read:blocks"),
  route("GET /api/v1/domain_blocks", {
    summary: "Servers of which the person wants to read nobody",
    access: "person",
    scope: "read:blocks",
    input: z.object(pageInput(100, 200)),
    entity: z.array(z.string()),
    answer: ({ instance, person }) => listDomainBlocks(instance.db, person.persona.actorId),
  }),
  route("POST /api/v1/domain_blocks", {
    summary: "Read nobody of a server",
    access: "person",
    scope: "write:blocks",
    input: z.object({ domain: text(500).default("") }),
    entity: emptyObject,
    answer: async ({ instance, person, input }) => {
      await blockDomain(instance, person, input.domain);
      return {};
    },
  }),
  route("DELETE /api/v1/domain_blocks", {
    summary: "Read a server's people again",
    access: "person",
    scope: "write:blocks",
    input: z.object({ domain: text(500).default("") }),
    entity: emptyObject,
    answer: async ({ instance, person, input }) => {
      await unblockDomain(instance, person, input.domain);
      return {};
    },
  }),
  route("GET /api/v1/followed_tags", {
    summary: "Hashtags that the person follows",
    access: "person",
    scope: "read:follows",
    input: z.object(pageInput(100, 200)),
    entity: z.array(tag),
    answer: async ({ instance, person }) =>
      (await listFollowedTags(instance.db, person.persona.actorId)).map((name) =>
        buildTag(instance, name, true),
      ),
  }),
  route("GET /api/v1/tags/:name", {
    summary: "A hashtag",
    access: "anyone",
    entity: tag,
    answer: async ({ instance, person, path }) => {
      const name = nameOf(path);
      const followed =
        person === undefined ? [] : await listFollowedTags(instance.db, person.persona.actorId);
      return buildTag(instance, name, followed.includes(name));
    },
  }),
  route("POST /api/v1/tags/:name/follow", {
    summary: "Follow a hashtag; of a specialty, its streams",
    access: "person",
    scope: "write:follows",
    entity: tag,
    answer: async ({ instance, person, path }) => {
      await followTag(instance, requirePhysician(person), nameOf(path));
      return buildTag(instance, nameOf(path), true);
    },
  }),
  route("POST /api/v1/tags/:name/unfollow", {
    summary: "Stop following a hashtag",
    access: "person",
    scope: "write:follows",
    entity: tag,
    answer: async ({ instance, person, path }) => {
      await unfollowTag(instance, requirePhysician(person), nameOf(path));
      return buildTag(instance, nameOf(path), false);
    },
  }),
  route("POST /api/v1/reports", {
    summary: "Tell this institution's moderators about an account",
    access: "person",
    scope: "write:reports",
    input: z.object({
      account_id: text(100).default(""),
      status_ids: listOf(text(100), 50),
      comment: text(100_000).default(""),
      category: oneOf("spam", "legal", "violation", "other"),
      rule_ids: listOf(text(100), 50),
      forward: flag,
    }),
    entity: z.object({
      id,
      action_taken: z.boolean(),
      action_taken_at: time.nullable(),
      category: z.string(),
      comment: z.string(),
      forwarded: z.boolean(),
      created_at: time,
      status_ids: z.array(z.string()),
      rule_ids: z.array(z.string()),
      target_account: account,
    }),
    answer: async (call) => {
      const { instance, person, input } = call;
      const report = await reportAccount(instance, person, accountIdOf(input.account_id), {
        category: input.category ?? (input.rule_ids === undefined ? "other" : "violation"),
        comment: input.comment,
        statusIds: input.status_ids ?? [],
      });
      return {
        id: report.id,
        action_taken: false,
        action_taken_at: null,
        category: report.category,
        comment: report.comment,
        forwarded: false,
        created_at: report.createdAt.toISOString(),
        status_ids: report.statusIds,
        rule_ids: input.rule_ids ?? [],
        target_account: await presentAccount(call, report.targetId),
      };
    },
  }),
];

const nameOf = (path: Readonly<Record<string, string>>): string =>
  (path["name"] ?? "").normalize("NFC").toLowerCase();

function marked(path: `/${string}`, list: "bookmarks" | "likes", scope: Scope): Route {
  return route(`GET ${path}`, {
    summary: list === "likes" ? "What the person likes" : "What the person bookmarked",
    access: "person",
    scope,
    input: z.object(pageInput(20, 40)),
    entity: z.array(status),
    paged: true,
    answer: async (call) => {
      const { actorId } = meOf(call);
      const refs = await listMarkedRefs(call.instance.db, actorId, list, windowOf(call.input));
      return paged(call.url, await presentStatuses(call, refs, "account"), placesOf(refs, statusId));
    },
  });
}

const meOf = ({ person }: { readonly person: Person }): Person["persona"] => person.persona;

function people(path: `/${string}`, list: "mutes" | "blocks", scope: Scope): Route {
  return route(`GET ${path}`, {
    summary: `Whom the person ${list}`,
    access: "person",
    scope,
    input: z.object(pageInput(40, 80)),
    entity: z.array(account),
    paged: true,
    answer: (call) => listedPeople(call, meOf(call).actorId, list),
  });
}
