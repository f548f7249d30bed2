import type { ActorId } from "./ids.ts";

/** Whom an ordinary post is for, the widest first, as the fediverse knows them: see FEDERATION.md, "Posts". */
export const POST_AUDIENCES = ["public", "unlisted", "followers", "direct"] as const;
export type PostAudience = (typeof POST_AUDIENCES)[number];

/** Characters of a post that is written here. */
export const MAX_POST_CHARACTERS = 5000;
/** Characters of a content warning, here and from elsewhere. */
export const MAX_SUMMARY_CHARACTERS = 500;
/** How many people one post written here may name. */
export const MAX_POST_MENTIONS = 20;
export const MAX_POST_TAGS = 50;
export const MAX_POST_ATTACHMENTS = 16;

/** Whose eyes posts are read with. */
export type PostReader =
  /** Nobody who is known: sees what was written here for everyone. */
  | { readonly kind: "public" }
  /** Somebody of this institution without a persona: sees what is for everyone, wherever it comes from. */
  | { readonly kind: "member" }
  /** A persona here, or an actor elsewhere that has signed its request: sees what is for them, too. */
  | { readonly kind: "actor"; readonly actorId: ActorId };

/** What a post says, apart from who may see it. */
export interface PostText {
  /** HTML, sanitised. */
  readonly content: string;
  /** The content warning, plain text; empty where there is none. */
  readonly summary: string;
  readonly sensitive: boolean;
  /** BCP 47; null where the author does not say. */
  readonly language: string | null;
}

/** A picture, film or sound of a remote post, as its document describes it. */
export interface PostAttachment {
  readonly kind: "image" | "video" | "audio" | "other";
  readonly mediaType: string;
  /** Where it lies at its home; pages never link a picture from there. */
  readonly sourceUrl: string;
  /** Alternative text; empty where the author gave none. */
  readonly alt: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly blurhash: string | null;
}

/** Whether everybody may see it. */
export const isForEveryone = (audience: PostAudience): boolean =>
  audience === "public" || audience === "unlisted";

/**
 * The audience of a post, which a reply can only narrow. Somebody else's followers are other people than one's own: a
 * reply to what was for them only goes to those whom it names.
 */
export function audienceOfReply(
  wanted: PostAudience,
  parent: { readonly audience: PostAudience; readonly isOwn: boolean } | undefined,
): PostAudience {
  if (parent === undefined) return wanted;
  const widest = parent.audience === "followers" && !parent.isOwn ? "direct" : parent.audience;
  const rank = Math.max(POST_AUDIENCES.indexOf(wanted), POST_AUDIENCES.indexOf(widest));
  return POST_AUDIENCES[rank] ?? "direct";
}

/** What is known of a post that comes from elsewhere. */
export interface PostArrivalFacts {
  readonly audience: PostAudience;
  /** Somebody here follows its author, and was accepted. */
  readonly isFollowed: boolean;
  /** It is addressed to somebody here by name. */
  readonly isAddressed: boolean;
  /** It answers a post that is here. */
  readonly answersOurs: boolean;
}

/** Whether a post of another server is kept: only where somebody here has a reason to read it, and may. */
export function isWanted({ audience, isFollowed, isAddressed, answersOurs }: PostArrivalFacts): boolean {
  switch (audience) {
    case "public":
    case "unlisted":
      return isFollowed || isAddressed || answersOurs;
    case "followers":
      return isFollowed || isAddressed;
    case "direct":
      return isAddressed;
  }
}
