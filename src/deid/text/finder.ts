import type { IdentifierKind } from "#domain/identifier.ts";

/** Something that a rule found, before overlaps are settled. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly kind: IdentifierKind;
  readonly rule: string;
}

/** Finds identifiers of its kinds. Pure; takes time in proportion to the text's length. */
export type Finder = (text: string) => Iterable<Found>;

/** Every match of a pattern (flags g and d where the group `id` is used), or of its group `id`, that `accept` takes. */
export function* matches(
  text: string,
  pattern: RegExp,
  kind: IdentifierKind,
  rule: string,
  accept: (match: RegExpExecArray) => boolean = () => true,
): Generator<Found> {
  for (const match of text.matchAll(pattern)) {
    if (!accept(match)) continue;
    const [start, end] = match.indices?.groups?.["id"] ?? [match.index, match.index + match[0].length];
    yield { start, end, kind, rule };
  }
}
