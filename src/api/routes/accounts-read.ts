import { z } from "zod";
import { lookUpAddress, readFediverseAddress } from "#actions/look-up-address.ts";
import type { ActorId } from "#domain/ids.ts";
import { specialtyOfTag } from "#domain/hashtag.ts";
import { Refusal } from "#domain/refusal.ts";
import { type ActorRow, searchActors } from "#store/actors.ts";
import { listListsWith } from "#store/lists.ts";
import { listPeople, loadRelationships, type PeopleList } from "#store/relations.ts";
import { listAccountRefs, listPinRefs } from "#store/status-lists.ts";
import { writeTimedId } from "#domain/timed-id.ts";
import type { Instance } from "#instance";
import { account, familiarFollowers, featuredTag, relationship } from "../entities/account.ts";
import { buildList } from "../entities/build-list.ts";
import { list } from "../entities/list.ts";
import { buildRelationship } from "../entities/build-relationship.ts";
import { status } from "../entities/status.ts";
import { accountIdOf, accountOfHandle, accountRow } from "../find-account.ts";
import { flag, listOf, text, whole } from "../input.ts";
import { paged, pageInput, placesOf, windowOf } from "../paging.ts";
import { presentAccount, presentAccounts, presentStatuses } from "../present.ts";
import { type Call, type Route, route } from "../route.ts";
import { statusId } from "#domain/status-ref.ts";

/** Reading accounts: https://docs.joinmastodon.org/methods/accounts/. */
export const accountReadRoutes: readonly Route[] = [
  route("GET /api/v1/accounts/lookup", {
    summary: "Find an account by its handle, among those known here",
    access: "anyone",
    scope: "read:accounts",
    input: z.object({ acct: text(500).default("") }),
    entity: account,
    answer: async (call) =>
      presentAccount(call, await accountOfHandle(call.instance, call.input.acct, call.person !== undefined)),
  }),
  route("GET /api/v1/accounts/search", {
    summary: "Search accounts by name, or by address at their own server",
    access: "person",
    scope: "read:accounts",
    input: z.object({
      q: text(500).default(""),
      limit: whole(1, 1000).transform((limit) => Math.min(limit ?? 40, 80)),
      offset: whole(0, 1_000_000),
      resolve: flag,
      following: flag,
    }),
    entity: z.array(account),
    answer: async (call) => {
      const { q, limit, offset = 0, resolve = false } = call.input;
      const found = await searchAccounts(call.instance, q, resolve);
      return presentAccounts(call, found.slice(offset, offset + limit));
    },
  }),
  route("GET /api/v1/accounts/relationships", {
    summary: "How the person stands to these accounts",
    access: "person",
    scope: "read:follows",
    input: z.object({ id: listOf(text(100), 200), with_suspended: flag }),
    entity: z.array(relationship),
    answer: async ({ instance, person, input }) => {
      const ids = (input.id ?? []).flatMap((text) => {
        try {
          return [accountIdOf(text)];
        } catch (error) {
          // An id that is none is like one of nobody: it is left out.
          if (error instanceof Refusal) return [];
          throw error;
        }
      });
      return (await loadRelationships(instance.db, person.persona.actorId, ids)).map(buildRelationship);
    },
  }),
  route("GET /api/v1/accounts/familiar_followers", {
    summary: "Nobody's follows are shown to others this way",
    access: "person",
    scope: "read:follows",
    input: z.object({ id: listOf(text(100), 200) }),
    entity: z.array(familiarFollowers),
    answer: ({ input }) => (input.id ?? []).map((id) => ({ id, accounts: [] })),
  }),
  route("GET /api/v1/accounts", {
    summary: "Several accounts at once",
    access: "anyone",
    scope: "read:accounts",
    input: z.object({ id: listOf(text(100), 40) }),
    entity: z.array(account),
    answer: (call) => presentAccounts(call, (call.input.id ?? []).map(accountIdOf)),
  }),
  route("GET /api/v1/accounts/:id", {
    summary: "An account",
    access: "anyone",
    scope: "read:accounts",
    entity: account,
    answer: (call) => presentAccount(call, accountIdOf(call.path["id"])),
  }),
  route("GET /api/v1/accounts/:id/statuses", {
    summary: "What an account wrote, or what came into a stream",
    access: "anyone",
    scope: "read:statuses",
    input: z.object({
      ...pageInput(20, 40),
      pinned: flag,
      exclude_replies: flag,
      exclude_reblogs: flag,
      only_media: flag,
      tagged: text(200).optional(),
    }),
    entity: z.array(status),
    paged: true,
    answer: async (call) => {
      const { instance, reader, input } = call;
      const row = await accountRow(instance, call.path["id"]);
      if (input.pinned === true) {
        return presentStatuses(call, await listPinRefs(instance.db, row.id), "account");
      }
      const tag = input.tagged?.replace(/^#/u, "").normalize("NFC").toLowerCase();
      const refs = await listAccountRefs(
        instance.db,
        reader,
        { id: row.id, isStream: row.type === "Group" },
        {
          excludeReplies: input.exclude_replies ?? false,
          excludeBoosts: input.exclude_reblogs ?? false,
          onlyMedia: input.only_media ?? false,
          tag: tag === undefined ? undefined : { name: tag, specialty: specialtyOfTag(tag)?.slug },
        },
        windowOf(input),
      );
      return paged(call.url, await presentStatuses(call, refs, "account"), placesOf(refs, statusId));
    },
  }),
  people("followers", "Who follows the person; of anybody else, nobody is named"),
  people("following", "Whom the person follows; of anybody else, nobody is named"),
  route("GET /api/v1/accounts/:id/featured_tags", {
    summary: "Nobody features hashtags here",
    access: "anyone",
    scope: "read:accounts",
    entity: z.array(featuredTag),
    answer: async ({ instance, path }) => {
      await accountRow(instance, path["id"]);
      return [];
    },
  }),
  route("GET /api/v1/accounts/:id/lists", {
    summary: "The person's lists that an account is on",
    access: "person",
    scope: "read:lists",
    entity: z.array(list),
    answer: async ({ instance, person, path }) =>
      (await listListsWith(instance.db, person.persona.actorId, accountIdOf(path["id"]))).map(buildList),
  }),
  ...["endorsements", "identity_proofs"].map((nothing) =>
    route(`GET /api/v1/accounts/:id/${nothing}`, {
      summary: `There are no ${nothing.replace("_", " ")} here`,
      access: "anyone",
      scope: "read:accounts",
      entity: z.array(account),
      answer: async ({ instance, path }) => {
        await accountRow(instance, path["id"]);
        return [];
      },
    }),
  ),
];

function people(name: PeopleList & ("followers" | "following"), summary: string): Route {
  return route(`GET /api/v1/accounts/:id/${name}`, {
    summary,
    access: "anyone",
    scope: "read:accounts",
    input: z.object(pageInput(40, 80)),
    entity: z.array(account),
    paged: true,
    answer: async (call) => {
      const row = await accountRow(call.instance, call.path["id"]);
      // Who reads whom could tell who somebody is: others learn the numbers, here as over federation.
      if (row.id !== call.reader.me?.actorId) return [];
      return listedPeople(call, row.id, name);
    },
  });
}

/** A part of a list of people. */
export async function listedPeople(call: Call<z.output<typeof peoplePage>>, of: ActorId, list: PeopleList) {
  const rows = await listPeople(call.instance.db, of, list, windowOf(call.input));
  const shown = await presentAccounts(
    call,
    rows.map(({ id }) => id),
  );
  return paged(
    call.url,
    shown,
    placesOf(rows, (row) => writeTimedId("a", row)),
  );
}

const peoplePage = z.object(pageInput(40, 80));

/** Who is known here by these words; with `resolve` also whoever is at this address elsewhere. */
export async function searchAccounts(
  instance: Instance,
  words: string,
  resolve: boolean,
): Promise<ActorId[]> {
  const query = words.trim().slice(0, 500);
  if (query === "") return [];
  const address = readFediverseAddress(query);
  if (resolve && address !== undefined) {
    const found = await lookedUpActor(instance, address);
    if (found !== undefined) return [found];
  }
  const [name = "", host] = query.replace(/^@/u, "").split("@");
  const rows: ActorRow[] = await searchActors(instance.db, name);
  return rows.filter((row) => host === undefined || row.host.startsWith(host)).map(({ id }) => id);
}

async function lookedUpActor(instance: Instance, address: string): Promise<ActorId | undefined> {
  try {
    const found = await lookUpAddress(instance, address);
    return found.kind === "actor" ? found.id : undefined;
  } catch (error) {
    // Nobody there, or no answer: a search finds nothing then.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
