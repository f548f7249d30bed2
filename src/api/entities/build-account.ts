import { ATTESTATION_DAYS, PROFESSIONS } from "#domain/attestation.ts";
import { escapeHtml } from "#domain/plain-text.ts";
import { specialtyOf } from "#domain/specialty.ts";
import { PROFESSION_WORDS } from "#domain/words.ts";
import type { Profile } from "#store/profiles.ts";
import type { Instance } from "#instance";
import type { Account } from "./account.ts";
import { avatarOf, headerOf } from "./pictures.ts";

/** What a client shows of an actor. */
export function buildAccount(instance: Instance, profile: Profile): Account {
  const { actor } = profile;
  const { origin } = instance.config;
  const handle = `${actor.username}@${actor.host}`;
  const avatar = avatarOf(origin, handle);
  const header = headerOf(origin);
  const verified = verifiedOf(instance, profile);
  return {
    id: actor.id,
    username: actor.username,
    acct: acctOf(actor),
    url: actor.url,
    uri: actor.uri,
    display_name: actor.name,
    note: actor.summary,
    avatar,
    avatar_static: avatar,
    avatar_description: "A pattern drawn from the handle",
    header,
    header_static: header,
    header_description: "",
    locked: false,
    fields: verified === undefined ? [] : fieldsOf(instance, profile, verified),
    emojis: [],
    bot: actor.type === "Application" || actor.type === "Service",
    group: actor.type === "Group",
    discoverable: true,
    indexable: false,
    noindex: true,
    created_at: dayOf(actor.fetchedAt).toISOString(),
    last_status_at: profile.lastStatusAt?.toISOString().slice(0, 10) ?? null,
    statuses_count: profile.statuses,
    followers_count: profile.followers,
    following_count: profile.following,
    hide_collections: true,
    roles: [],
    ...(verified !== undefined && {
      consilium: {
        profession: verified.profession,
        specialty: verified.specialty ?? null,
        institution: institutionOf(instance, profile),
        until: verified.until.toISOString(),
      },
    }),
  };
}

/** `name` here, `name@host` elsewhere. */
export const acctOf = (actor: {
  readonly username: string;
  readonly host: string;
  readonly local: boolean;
}): string => (actor.local ? actor.username : `${actor.username}@${actor.host}`);

/** Only the day is told: finer times could link the personas of one physician. */
function dayOf(time: Date): Date {
  const day = new Date(time);
  day.setUTCHours(0, 0, 0, 0);
  return day;
}

interface Verified {
  readonly profession: (typeof PROFESSIONS)[number];
  readonly specialty: string | undefined;
  readonly until: Date;
}

/** What holds today and is vouched for by somebody whom this institution trusts. */
function verifiedOf(instance: Instance, { actor, trust }: Profile): Verified | undefined {
  if (actor.verified === null || (!actor.local && trust !== "trusted")) return undefined;
  const until = new Date(actor.verified.until);
  const profession = PROFESSIONS.find((one) => one === actor.verified?.profession);
  if (profession === undefined || until <= instance.clock()) return undefined;
  return { profession, specialty: actor.verified.specialty, until };
}

const institutionOf = (instance: Instance, { actor, institution }: Profile): string => {
  if (actor.local) return instance.config.institutionName;
  return institution === "" ? actor.host : institution;
};

function fieldsOf(instance: Instance, profile: Profile, verified: Verified): Account["fields"] {
  const verifiedAt = new Date(verified.until.getTime() - ATTESTATION_DAYS * 86_400_000).toISOString();
  const field = (name: string, value: string) => ({ name, value, verified_at: verifiedAt });
  const profession = PROFESSION_WORDS[verified.profession];
  const specialty = verified.specialty === undefined ? undefined : specialtyOf(verified.specialty);
  return [
    field("Profession", profession.charAt(0).toUpperCase() + profession.slice(1)),
    ...(specialty === undefined ? [] : [field("Specialty", escapeHtml(specialty.name))]),
    field(
      "Verified by",
      `<a href="${escapeHtml(new URL(profile.actor.uri).origin)}" rel="nofollow noopener">${escapeHtml(institutionOf(instance, profile))}</a>`,
    ),
  ];
}
