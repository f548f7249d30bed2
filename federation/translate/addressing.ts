import type { FederatedAudience } from "#domain/audience.ts";
import type { ContentLink } from "#domain/content-html.ts";
import { PUBLIC } from "../vocabulary.ts";
import type { Addressing, Followed, HashtagTag, MentionTag, Named } from "./document.ts";

/** Addresses that are there, each once. */
export const present = (uris: readonly (string | null)[]): string[] => [
  ...new Set(uris.filter((uri) => uri !== null)),
];

/**
 * Whom a case is addressed to. A restricted one never names the public, so that no server shows it as such; the
 * stream is always named, so that its server lets it announce the case.
 */
export const caseAddressing = (audience: FederatedAudience, author: Followed, stream: Followed): Addressing =>
  audience === "public"
    ? { to: [PUBLIC], cc: present([author.followers, stream.uri, stream.followers]) }
    : { to: present([author.followers, stream.followers]), cc: [stream.uri] };

/** Whom a reply to a case is addressed to: never more than may see the case. */
export const replyAddressing = (
  audience: FederatedAudience,
  author: Followed,
  caseAuthor: Named,
): Addressing => ({
  to: [caseAuthor.uri],
  cc: audience === "public" ? present([PUBLIC, author.followers]) : [],
});

/** Points to an actor, so that its server tells it. */
export const mention = (actor: Named): MentionTag => ({
  type: "Mention",
  href: actor.uri,
  name: `@${actor.username}@${actor.host}`,
});

/** The same in the content, where people see it. */
export const contentLink = (tag: MentionTag | HashtagTag): ContentLink => ({
  href: tag.href,
  name: tag.name.slice(1),
});

/** Whom a stream's Announce of a case is addressed to. */
export const announceAddressing = (
  audience: FederatedAudience,
  stream: Followed,
  author: Named,
): Addressing =>
  audience === "public"
    ? { to: [PUBLIC], cc: present([stream.followers, author.uri]) }
    : { to: present([stream.followers]), cc: [] };
