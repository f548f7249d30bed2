import { z } from "zod";
import { lookUpAddress, readFediverseAddress } from "#actions/look-up-address.ts";
import { hashtagOf } from "#domain/hashtag.ts";
import type { ActorId } from "#domain/ids.ts";
import { Refusal } from "#domain/refusal.ts";
import { SPECIALTIES } from "#domain/specialty.ts";
import type { StatusRef } from "#domain/status-ref.ts";
import { searchCases } from "#store/cases.ts";
import { listFollowees } from "#store/follows.ts";
import { findRef } from "#store/status-lists.ts";
import { account } from "../entities/account.ts";
import { buildTag } from "../entities/build-tag.ts";
import { status, tag } from "../entities/status.ts";
import { accountIdOf } from "../find-account.ts";
import { flag, oneOf, text, whole } from "../input.ts";
import { presentAccounts, presentStatuses } from "../present.ts";
import { type Call, type Route, route } from "../route.ts";
import { searchAccounts } from "./accounts-read.ts";

const input = z.object({
  q: text(1000).default(""),
  type: oneOf("accounts", "statuses", "hashtags"),
  resolve: flag,
  following: flag,
  account_id: text(100).optional(),
  limit: whole(1, 1000).transform((limit) => Math.min(limit ?? 20, 40)),
  offset: whole(0, 10_000),
});
type SearchCall = Call<z.output<typeof input>>;

/** https://docs.joinmastodon.org/methods/search/ */
export const searchRoutes: readonly Route[] = [
  route("GET /api/v2/search", {
    summary: "Cases by their words, people and streams by name, whatever is at an address",
    access: "anyone",
    scope: "read:search",
    input,
    entity: z.object({ accounts: z.array(account), statuses: z.array(status), hashtags: z.array(tag) }),
    answer: async (call) => {
      const query = call.input.q.trim().slice(0, 500);
      const { type } = call.input;
      if (query === "") return { accounts: [], statuses: [], hashtags: [] };
      const wants = (one: NonNullable<typeof type>): boolean => type === undefined || type === one;
      const address = readFediverseAddress(query);
      const found = address === undefined ? undefined : await look(call, address);
      return {
        accounts: wants("accounts") ? await findAccounts(call, query, found) : [],
        statuses: wants("statuses") ? await findStatuses(call, query, found) : [],
        hashtags: wants("hashtags") && address === undefined ? findTags(call, query) : [],
      };
    },
  }),
];

type Found = Awaited<ReturnType<typeof lookUpAddress>>;

/** Asks elsewhere only for a member who wants that; nobody there, or no answer, is nothing found. */
async function look({ instance, input, person }: SearchCall, address: string): Promise<Found | undefined> {
  if (input.resolve !== true || person === undefined) return undefined;
  try {
    return await lookUpAddress(instance, address);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

async function findAccounts(call: SearchCall, query: string, found: Found | undefined) {
  const { instance, input, person } = call;
  const known: ActorId[] =
    found?.kind === "actor" ? [found.id] : await searchAccounts(instance, query, false);
  const followed =
    input.following === true && person !== undefined
      ? new Set(
          (await listFollowees(instance.db, person.persona.actorId)).map(({ followeeId }) => followeeId),
        )
      : undefined;
  const ids = followed === undefined ? known : known.filter((id) => followed.has(id));
  return presentAccounts(call, slice(ids, input));
}

async function findStatuses(call: SearchCall, query: string, found: Found | undefined) {
  const { instance, input, reader } = call;
  if (found !== undefined) {
    const ref = found.kind === "actor" ? undefined : await findRef(instance.db, found);
    return ref === undefined ? [] : presentStatuses(call, [ref], "public");
  }
  const author = input.account_id === undefined ? undefined : accountIdOf(input.account_id);
  const { limit, offset = 0 } = input;
  const { items } = await searchCases(instance.db, query, reader.viewer, { limit: limit + offset });
  const refs = items
    .filter((one) => author === undefined || one.author.id === author)
    .map(({ id, publishedAt }): StatusRef => ({ kind: "case", id, publishedAt }));
  return presentStatuses(call, slice(refs, input), "public");
}

function findTags({ instance, input }: SearchCall, query: string) {
  const words = query.replace(/^#/u, "").toLowerCase();
  const named = SPECIALTIES.filter(
    (one) => hashtagOf(one).toLowerCase().startsWith(words) || one.name.toLowerCase().includes(words),
  );
  return slice(named, input).map((one) => buildTag(instance, hashtagOf(one).toLowerCase(), false));
}

const slice = <Item>(items: readonly Item[], { limit, offset = 0 }: z.output<typeof input>): Item[] =>
  items.slice(offset, offset + limit);
