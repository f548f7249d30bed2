import type { DocumentLoader } from "@fedify/vocab-runtime";
import jsonld from "@fedify/vocab-runtime/jsonld";

interface JsonLd {
  expand(document: unknown, options: { readonly documentLoader: DocumentLoader }): Promise<unknown[]>;
  compact(
    document: unknown,
    context: unknown,
    options: { readonly documentLoader: DocumentLoader },
  ): Promise<Record<string, unknown>>;
}

// oxlint-disable-next-line typescript/no-unsafe-assignment -- Fedify re-exports this package without its types
const processor: JsonLd = jsonld;

/**
 * Expands a document (JSON-LD 1.1 §5.1): every term becomes its full address, whatever the sender called it, and
 * the values of `@json` terms come through as they were.
 *
 * @param loader loads the contexts that the document names
 */
export const expandJsonLd = (document: unknown, loader: DocumentLoader): Promise<unknown[]> =>
  processor.expand(document, { documentLoader: loader });

/** Writes a document anew in the terms of another context (JSON-LD 1.1 §5.6). */
export const compactJsonLd = (
  document: unknown,
  context: unknown,
  loader: DocumentLoader,
): Promise<Record<string, unknown>> => processor.compact(document, context, { documentLoader: loader });
