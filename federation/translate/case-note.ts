import type { FederatedAudience } from "#domain/audience.ts";
import { actorAddresses, caseUri, imageUrl } from "#domain/addresses.ts";
import { caseContent } from "#domain/case-content.ts";
import type { ClinicalCase } from "#domain/case.ts";
import type { CaseId } from "#domain/ids.ts";
import type { CaseImage } from "#domain/image.ts";
import { specialtyOf } from "#domain/specialty.ts";
import { OBJECT_CONTEXT } from "../vocabulary.ts";
import { caseAddressing, contentLink, mention } from "./addressing.ts";
import type { AttachedImage, CaseNote, Followed, HashtagTag } from "./document.ts";

/** A local case that may leave the house. */
export interface CaseFacts {
  readonly id: CaseId;
  readonly author: Followed;
  /** The local stream of the case's first specialty. */
  readonly stream: Followed;
  readonly audience: FederatedAudience;
  readonly clinical: ClinicalCase;
  /** By importance, first things first. */
  readonly images: readonly CaseImage[];
  readonly publishedAt: Date;
}

/**
 * A case as a Note. Everything a reader needs is in its plain part; `clinicalCase` holds the structured case word
 * for word. `sensitive` without a `summary` hides graphic pictures and leaves the text open.
 */
export function caseNote(origin: string, facts: CaseFacts): CaseNote {
  const id = caseUri(origin, facts.id);
  const stream = mention(facts.stream);
  const hashtags = facts.clinical.specialties.flatMap((slug) => hashtag(origin, slug));
  return {
    "@context": OBJECT_CONTEXT,
    id,
    type: "Note",
    attributedTo: facts.author.uri,
    ...caseAddressing(facts.audience, facts.author, facts.stream),
    audience: facts.stream.uri,
    url: id,
    content: caseContent(facts.clinical, {
      mentions: [contentLink(stream)],
      hashtags: hashtags.map(contentLink),
    }),
    published: facts.publishedAt.toISOString(),
    context: `${id}/context`,
    replies: `${id}/replies`,
    sensitive: facts.images.some((image) => image.graphic),
    attachment: facts.images.map((image) => attachedImage(origin, image)),
    tag: [stream, ...hashtags],
    clinicalCase: { ...facts.clinical, audience: { scope: facts.audience } },
  };
}

const attachedImage = (origin: string, image: CaseImage): AttachedImage => ({
  type: "Document",
  mediaType: image.mediaType,
  url: imageUrl(origin, image.id),
  name: image.alt,
  width: image.width,
  height: image.height,
  blurhash: image.blurhash,
  ...(image.graphic ? { sensitive: true } : {}),
});

/** `#InfectiousDisease`: hashtags hold no hyphen, and capitals let screen readers find the words. */
function hashtag(origin: string, slug: string): HashtagTag[] {
  const specialty = specialtyOf(slug);
  if (specialty === undefined) return [];
  const words = specialty.slug.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return [{ type: "Hashtag", href: actorAddresses(origin, slug).url, name: `#${words.join("")}` }];
}
