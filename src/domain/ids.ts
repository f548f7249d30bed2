import { v7 } from "uuid";
import { z } from "zod";

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A person who can sign in here. Never leaves the institution, never in a URL that another person sees. */
export type AccountId = Branded<"AccountId">;
/** A row in `actors`, local or remote. */
export type ActorId = Branded<"ActorId">;
/** A case, local or remote; also the last segment of its page's address here. */
export type CaseId = Branded<"CaseId">;
export type OpinionId = Branded<"OpinionId">;
export type CommentId = Branded<"CommentId">;
/** An ordinary post, local or remote; sorts by the time at which it was published. */
export type PostId = Branded<"PostId">;
/** That somebody passed a post on; sorts by the time at which they did. */
export type BoostId = Branded<"BoostId">;
export type ImageId = Branded<"ImageId">;
/** A case that is being written; known to its author only. */
export type DraftId = Branded<"DraftId">;
export type PeerId = Branded<"PeerId">;
/** An app that asks for access to people's accounts. */
export type OAuthAppId = Branded<"OAuthAppId">;
/** An access token, without the secret. */
export type AccessTokenId = Branded<"AccessTokenId">;
/** A picture that an app sent ahead of what it belongs to. */
export type UploadId = Branded<"UploadId">;
export type ListId = Branded<"ListId">;
export type FilterId = Branded<"FilterId">;
export type ReportId = Branded<"ReportId">;
/** A diagnosis in the table of terms. */
export type TermId = Branded<"TermId">;
export type ApplicationId = Branded<"ApplicationId">;
/** A request to open the sealed identity behind a persona. */
export type OpeningId = Branded<"OpeningId">;

/** Any of the ids above; the caller's annotation says which. */
type AnyId =
  | AccountId
  | ActorId
  | CaseId
  | OpinionId
  | CommentId
  | PostId
  | BoostId
  | ImageId
  | TermId
  | DraftId
  | PeerId
  | OAuthAppId
  | AccessTokenId
  | UploadId
  | ListId
  | FilterId
  | ReportId
  | ApplicationId
  | OpeningId;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where a string becomes an id
const asId = <Id extends AnyId>(text: string): Id => text as Id;

/**
 * Makes a new id: a UUID version 7 (RFC 9562), so that rows sort by creation.
 * The creation time of what carries such an id is public anyway, except an account's: see {@link newOpaqueId}.
 */
export function newId<Id extends AnyId>(): Id {
  return asId<Id>(v7());
}

/**
 * Makes a new id as of another time, for what was published before it came here: in the API of Mastodon's clients, ids
 * are what timelines are sorted by. A time before 1970 counts as 1970.
 */
export function newIdAt<Id extends PostId | BoostId>(time: Date): Id {
  return asId<Id>(v7({ msecs: Math.max(0, time.getTime()) }));
}

/** Makes a new id that tells nothing, not even when: for accounts and actors, whose times could link personas. */
export function newOpaqueId<Id extends AccountId | ActorId | OAuthAppId | AccessTokenId | UploadId>(): Id {
  return asId<Id>(crypto.randomUUID());
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

/** Reads an id from an address; `undefined` where it is not a lower-case UUID. */
export function parseId<Id extends AnyId>(text: string): Id | undefined {
  return UUID.test(text) ? asId<Id>(text) : undefined;
}

/** The ids among some texts, in their order. */
export const parseIds = <Id extends AnyId>(texts: readonly string[]): Id[] =>
  texts.flatMap((text) => parseId<Id>(text) ?? []);

/** Reads an id in data that this program wrote itself, and refuses what is not a lower-case UUID. */
export const idSchema = <Id extends AnyId>() =>
  z.custom<Id>((value) => typeof value === "string" && UUID.test(value), "must be a lower-case UUID");
