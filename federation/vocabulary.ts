import { readFileSync } from "node:fs";
import { z } from "zod";
import type { FederatedAudience } from "#domain/audience.ts";
import type { ClinicalCase } from "#domain/case.ts";
import type { opinionOnWire } from "#domain/opinion-body.ts";

/** The namespace of our own terms; nothing has to be fetched there. */
export const CONSILIUM = "https://w3id.org/consilium#";
/** The address of everyone (ActivityPub §5.6), in full: some servers do not know the short form. */
export const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";
const ACTIVITY_STREAMS = "https://www.w3.org/ns/activitystreams";
const DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v1";
const SECURITY = "https://w3id.org/security/v1";
const MULTIKEY = "https://w3id.org/security/multikey/v1";

const inlineContext = z
  .object({ "@context": z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])) })
  .parse(JSON.parse(readFileSync(new URL("context.jsonld", import.meta.url), "utf8")))["@context"];

export type Context = readonly (string | Readonly<Record<string, unknown>>)[];

/**
 * The context of objects and activities. Besides ours it names only documents that servers carry with them, so
 * that nobody has to fetch one.
 */
export const OBJECT_CONTEXT: Context = [ACTIVITY_STREAMS, DATA_INTEGRITY, inlineContext];
/** The context of actors: beside an object's terms, those of the two kinds of keys. */
export const ACTOR_CONTEXT: Context = [ACTIVITY_STREAMS, SECURITY, MULTIKEY, inlineContext];
/** For documents that hold none but ActivityStreams terms. */
export const PLAIN_CONTEXT = ACTIVITY_STREAMS;

/** The policy that travels inside a case; a receiving institution keeps to it. */
export interface AudiencePolicy {
  readonly scope: FederatedAudience;
}

/** The value of `clinicalCase`: the case as it is stored at its home, and who may see it. */
export type WireCase = ClinicalCase & { readonly audience: AudiencePolicy };
/** The value of `opinion`: see domain/opinion-body.ts. */
export type WireOpinion = ReturnType<typeof opinionOnWire>;

/** The value of `recall` on the Delete of a case. */
export interface WireRecall {
  /** RFC 3339: until when the receipt is to be sent. */
  readonly deadline: string;
}

/** The value of `specialty` on a stream's actor. */
export interface WireSpecialty {
  readonly slug: string;
  /** NUCC Health Care Provider Taxonomy. */
  readonly nucc: string;
}
