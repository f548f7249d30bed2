import { postUri, tagUrl } from "#domain/addresses.ts";
import type { PostId } from "#domain/ids.ts";
import type { PostAudience } from "#domain/post.ts";
import { OBJECT_CONTEXT, PUBLIC } from "../vocabulary.ts";
import { mention, present } from "./addressing.ts";
import type { Addressing, Followed, Named, PostNote, Tombstone } from "./document.ts";

/** A local post. */
export interface PostFacts {
  readonly id: PostId;
  readonly author: Followed;
  readonly audience: PostAudience;
  /** HTML */
  readonly content: string;
  readonly summary: string;
  readonly sensitive: boolean;
  readonly language: string | null;
  /** The ActivityPub id of what it answers. */
  readonly inReplyTo: string | null;
  readonly mentions: readonly Named[];
  /** Without the #, in lower case. */
  readonly tags: readonly string[];
  readonly publishedAt: Date;
  readonly editedAt: Date | null;
}

/** An ordinary post as a Note, as Mastodon writes it. */
export function postNote(origin: string, facts: PostFacts): PostNote {
  const id = postUri(origin, facts.id);
  return {
    "@context": OBJECT_CONTEXT,
    id,
    type: "Note",
    attributedTo: facts.author.uri,
    ...postAddressing(facts.audience, facts.author, facts.mentions),
    ...(facts.inReplyTo === null ? {} : { inReplyTo: facts.inReplyTo }),
    url: id,
    ...(facts.summary === "" ? {} : { summary: facts.summary }),
    content: facts.content,
    ...(facts.language === null ? {} : { contentMap: { [facts.language]: facts.content } }),
    published: facts.publishedAt.toISOString(),
    ...(facts.editedAt === null ? {} : { updated: facts.editedAt.toISOString() }),
    sensitive: facts.sensitive,
    replies: `${id}/replies`,
    tag: [
      ...facts.mentions.map(mention),
      ...facts.tags.map((tag) => ({
        type: "Hashtag" as const,
        href: tagUrl(origin, tag),
        name: `#${tag}`,
      })),
    ],
  };
}

/** Whom a post is addressed to; other servers read its audience from this. */
export function postAddressing(
  audience: PostAudience,
  author: Followed,
  mentions: readonly Named[],
): Addressing {
  const named = mentions.map(({ uri }) => uri);
  switch (audience) {
    case "public":
      return { to: [PUBLIC], cc: present([author.followers, ...named]) };
    case "unlisted":
      return { to: present([author.followers]), cc: present([PUBLIC, ...named]) };
    case "followers":
      return { to: present([author.followers]), cc: present(named) };
    case "direct":
      return { to: present(named), cc: [] };
  }
}

/** What is left of a removed post. */
export const tombstone = (uri: string, deletedAt: Date): Tombstone => ({
  "@context": OBJECT_CONTEXT,
  id: uri,
  type: "Tombstone",
  deleted: deletedAt.toISOString(),
});
