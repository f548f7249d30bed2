import type { DocumentLoader } from "@fedify/vocab-runtime";
import { isDeepStrictEqual } from "node:util";
import { invalid } from "#domain/refusal.ts";
import { compactJsonLd } from "../json-ld.ts";
import { CONSILIUM, OBJECT_CONTEXT } from "../vocabulary.ts";

const ours = OBJECT_CONTEXT.find((part) => typeof part === "object");

/**
 * A document in the terms that we read. Documents of the fediverse are read by the names of ActivityStreams, as all of it
 * does; ours come with our context, word for word, and need nothing. Where a document speaks of our namespace in another
 * way, JSON-LD translates it, which no stranger can make us do with a document that does not.
 *
 * @returns the document itself where its terms are the usual ones
 * @throws Refusal invalid where it cannot be translated, or would be of somebody else then
 */
export async function usualTerms(
  document: Readonly<Record<string, unknown>>,
  loader: DocumentLoader,
): Promise<Readonly<Record<string, unknown>>> {
  const context = document["@context"];
  if (!JSON.stringify(context ?? null).includes(CONSILIUM)) return document;
  const parts: unknown[] = Array.isArray(context) ? context : [context];
  const said = parts.filter((part) => JSON.stringify(part).includes(CONSILIUM));
  if (said.every((part) => isDeepStrictEqual(part, ours))) return document;
  const translated = await translate(document, loader);
  // What was proven of the document was proven of these, by the names that they have in it.
  for (const name of ["id", "type", "actor", "attributedTo"]) {
    if (!isDeepStrictEqual(translated[name], document[name])) {
      throw invalid("@context", `The context gives another meaning to ${name}.`);
    }
  }
  return translated;
}

async function translate(
  document: Readonly<Record<string, unknown>>,
  loader: DocumentLoader,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await compactJsonLd(document, OBJECT_CONTEXT, loader);
  } catch {
    throw invalid("@context", "The document cannot be read by its context.");
  }
}
