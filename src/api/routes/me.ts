import { z } from "zod";
import { updateProfile } from "#actions/update-profile.ts";
import { invalid, notFound } from "#domain/refusal.ts";
import { findActor } from "#store/actors.ts";
import type { Account } from "../entities/account.ts";
import { credentialAccount, preferences } from "../entities/account.ts";
import { flag, text } from "../input.ts";
import { presentAccount } from "../present.ts";
import { type Call, type Route, route } from "../route.ts";
import { plainText } from "../entities/status-source.ts";
import type { Person } from "#domain/reader.ts";

/** What an app starts with: whom it acts for. */
export const meRoutes: readonly Route[] = [
  route("GET /api/v1/accounts/verify_credentials", {
    summary: "Whom the token acts for",
    access: "person",
    scope: ["profile", "read:accounts"],
    entity: credentialAccount,
    answer: (call) => ownAccount(call),
  }),
  route("PATCH /api/v1/accounts/update_credentials", {
    summary:
      "Change what the profile says; pseudonym and fields are what the institution vouches for, and stay",
    access: "person",
    scope: "write:accounts",
    input: z.object({
      display_name: text(1000).optional(),
      note: text(100_000).optional(),
      locked: flag,
      bot: flag,
      discoverable: flag,
      hide_collections: flag,
      indexable: flag,
      avatar: z.unknown().optional(),
      header: z.unknown().optional(),
      fields_attributes: z.unknown().optional(),
      source: z.unknown().optional(),
    }),
    entity: credentialAccount,
    answer: async (call) => {
      const { instance, person, input } = call;
      if (input.avatar instanceof File || input.header instanceof File) {
        throw invalid(
          "avatar",
          "Pictures are drawn from the handle here, so that they tell nothing about anybody.",
        );
      }
      await updateProfile(instance, person, { name: input.display_name, note: input.note });
      return ownAccount(call);
    },
  }),
  route("GET /api/v1/preferences", {
    summary: "How the person's apps are to post and to read",
    access: "person",
    scope: "read:accounts",
    entity: preferences,
    answer: () => PREFERENCES,
  }),
];

/** A case is for trusted institutions unless somebody chooses otherwise. */
const PREFERENCES = {
  "posting:default:visibility": "private",
  "posting:default:sensitive": false,
  "posting:default:language": null,
  "posting:default:quote_policy": "nobody",
  "reading:expand:media": "default",
  "reading:expand:spoilers": false,
  "reading:autoplay:gifs": false,
} as const;

async function ownAccount(call: Call<unknown> & { readonly person: Person }) {
  const { actorId } = call.person.persona;
  const [account, row] = await Promise.all([
    presentAccount(call, actorId),
    findActor(call.instance.db, actorId),
  ]);
  if (row === undefined) throw notFound("account");
  return { ...account, source: sourceOf(account, plainText(row.summary)), role: NO_ROLE };
}

/** The default is for trusted institutions only: public takes a deliberate choice. */
const sourceOf = ({ fields }: Account, note: string) => ({
  note,
  fields,
  privacy: "private" as const,
  sensitive: false,
  language: null,
  follow_requests_count: 0,
  hide_collections: true,
  discoverable: true,
  indexable: false,
  attribution_domains: [],
  quote_policy: "nobody" as const,
});

const NO_ROLE = { id: "-99", name: "", permissions: "0", color: "", highlighted: false };
