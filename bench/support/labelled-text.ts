import type { IdentifierKind } from "#domain/identifier.ts";

/** An identifier that whoever labelled a text says is in it. */
export interface Label {
  /** UTF-16 offset of the first character. */
  readonly start: number;
  /** UTF-16 offset after the last character. */
  readonly end: number;
  readonly kind: IdentifierKind;
}

/** A text to measure the search for identifiers on; a clean one has no labels. */
export interface LabelledText {
  readonly text: string;
  readonly labels: readonly Label[];
}
