import { z } from "zod";
import type { FederatedAudience } from "#domain/audience.ts";
import type { ClinicalCase } from "#domain/case.ts";
import { readClinicalCase } from "#domain/clinical-case.ts";
import { type CaseImage, MAX_ALT_CHARACTERS, MAX_IMAGES } from "#domain/image.ts";
import { invalid } from "#domain/refusal.ts";
import { cleanLine } from "#domain/text.ts";
import { hostOf, isEveryone, type Note, publishedAt } from "./wire.ts";

/** A case as its document has it; actors are still addresses. */
export interface ReadCase {
  readonly uri: string;
  readonly url: string;
  readonly authorUri: string;
  readonly streamUri: string | undefined;
  readonly audience: FederatedAudience;
  readonly clinical: ClinicalCase;
  readonly images: readonly (Omit<CaseImage, "id"> & { readonly sourceUrl: string })[];
  readonly publishedAt: Date;
}

const policyShape = z.looseObject({ audience: z.looseObject({ scope: z.enum(["network", "public"]) }) });

/**
 * Reads a case from its Note. It is public only where its policy says so and it is addressed to everyone: of two that
 * differ the narrower counts.
 *
 * @throws Refusal invalid, naming what is wrong
 */
export function readCase(note: Note, now: Date): ReadCase {
  const policy = policyShape.safeParse(note.clinicalCase);
  if (!policy.success) throw invalid("clinicalCase", "The case does not say who may see it.");
  const { audience: _policy, ...structured } = policy.data;
  const isToEveryone = [...note.to, ...note.cc].some(isEveryone);
  const host = hostOf(note.id);
  return {
    uri: note.id,
    url: typeof note.url === "string" && hostOf(note.url) === host ? note.url : note.id,
    authorUri: note.attributedTo,
    streamUri: note.audience ?? undefined,
    audience: policy.data.audience.scope === "public" && isToEveryone ? "public" : "network",
    clinical: readClinicalCase(structured),
    images: note.attachment.flatMap((attachment) => readImage(attachment)).slice(0, MAX_IMAGES),
    publishedAt: publishedAt(note.published, now),
  };
}

const pixels = z.number().int().min(1).max(100_000).catch(1);
const imageShape = z.looseObject({
  type: z.enum(["Document", "Image"]),
  mediaType: z.string().regex(/^image\//u),
  url: z.url({ protocol: /^https?$/u }),
  name: z.string().nullish(),
  width: pixels,
  height: pixels,
  blurhash: z.string().max(100).catch(""),
  sensitive: z.boolean().catch(false),
});

function readImage(attachment: unknown): ReadCase["images"] {
  const read = imageShape.safeParse(attachment);
  if (!read.success) return [];
  const { url, name, mediaType, width, height, blurhash, sensitive } = read.data;
  const alt = cleanLine(name ?? "").slice(0, MAX_ALT_CHARACTERS) || "No description was given";
  return [
    { sourceUrl: url, mediaType: mediaType.slice(0, 100), width, height, blurhash, alt, graphic: sensitive },
  ];
}
