import type { CaseId, CommentId, ImageId, OpinionId, PostId } from "./ids.ts";

/** The handle of the institution's own actor; no persona can take it: see pseudonym.ts. */
export const INSTITUTION_HANDLE = "institution";

/** Everything that a local actor's document points to; the same for personas, streams and the institution. */
export interface ActorAddresses {
  readonly uri: string;
  /** The page for people. */
  readonly url: string;
  readonly inbox: string;
  readonly outbox: string;
  readonly followers: string;
  readonly following: string;
  readonly sharedInbox: string;
  /** RSA, for HTTP signatures. */
  readonly rsaKeyId: string;
  /** Ed25519, for object integrity proofs and attestations. */
  readonly ed25519KeyId: string;
}

/** The addresses of the local actor with this handle; `origin` has no path. */
export function actorAddresses(origin: string, handle: string): ActorAddresses {
  const uri = `${origin}/actors/${handle}`;
  return {
    uri,
    url: `${origin}/@${handle}`,
    inbox: `${uri}/inbox`,
    outbox: `${uri}/outbox`,
    followers: `${uri}/followers`,
    following: `${uri}/following`,
    sharedInbox: `${origin}/inbox`,
    rsaKeyId: `${uri}#main-key`,
    ed25519KeyId: `${uri}#ed25519-key`,
  };
}

/** The id and the page of a local case: one address, told apart by what is asked for. */
export const caseUri = (origin: string, id: CaseId): string => `${origin}/cases/${id}`;
export const opinionUri = (origin: string, id: OpinionId): string => `${origin}/opinions/${id}`;
export const commentUri = (origin: string, id: CommentId): string => `${origin}/comments/${id}`;
export const postUri = (origin: string, id: PostId): string => `${origin}/posts/${id}`;
/** The page here of what holds a hashtag. @param tag without the #, in lower case */
export const tagUrl = (origin: string, tag: string): string => `${origin}/tags/${encodeURIComponent(tag)}`;
/** One of this institution's status lists, numbered from 0. */
export const statusListUri = (origin: string, list: number): string => `${origin}/status-lists/${list}`;
/** Where the picture of a local case is served in its full size. */
export const imageUrl = (origin: string, id: ImageId): string => `${origin}/media/${id}`;
