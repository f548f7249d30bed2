import { findIdentifiers } from "#deid/text/find-identifiers.ts";
import {
  IDENTIFIER_WORDS,
  type IdentifierKind,
  KEEP_FIELD,
  type TextIdentifier,
} from "#domain/identifier.ts";
import { type Fault, invalidFields } from "#domain/refusal.ts";

/** Texts by the name of their form field; a missing one is an empty one. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** In an ordinary post, which is about no patient, addresses of the web are what one writes. */
export const LINKS_STAY: ReadonlySet<IdentifierKind> = new Set(["url"]);

/** What of texts that are about to leave may identify the patient, text by text; kinds of `passed` are no matter. */
export const checkTexts = (texts: Texts, passed: ReadonlySet<IdentifierKind> = new Set()): TextIdentifier[] =>
  Object.entries(texts).flatMap(([field, text = ""]) =>
    findIdentifiers(text)
      .filter(({ kind }) => !passed.has(kind))
      .map((one) => ({ ...one, field, found: text.slice(one.start, one.end) })),
  );

/** What an author has decided about what was found. */
export interface Decided {
  /** It identifies nobody and stays. */
  readonly identifiersKept: boolean;
}
export const UNDECIDED: Decided = { identifiersKept: false };

/**
 * Lets texts through in which nothing was found, or of which the author has said that what was found identifies nobody.
 *
 * @throws Refusal invalid with a fault at each find and one at {@link KEEP_FIELD}
 */
export function requireDecision(found: readonly TextIdentifier[], { identifiersKept }: Decided): void {
  if (found.length === 0 || identifiersKept) return;
  throw invalidFields([...found.map(asFault), KEEP_FAULT]);
}

const asFault = ({ field, found, kind }: TextIdentifier): Fault => ({
  field,
  message: `“${found}” may identify the patient: ${IDENTIFIER_WORDS[kind]}.`,
});

const KEEP_FAULT: Fault = {
  field: KEEP_FIELD,
  message: "Change what may identify the patient, or say that it identifies nobody.",
};
