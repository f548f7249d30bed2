import { type Coding, codingKey, type Diagnosis, type Differential, MAX_CODINGS } from "../diagnosis.ts";
import type { TermId } from "../ids.ts";
import type { Answer } from "../opinion.ts";
import { matchKey } from "./match-key.ts";
import { type NameKind, namesOneDiagnosis } from "./term.ts";

/** A diagnosis that carries a name. */
export interface NameMatch {
  readonly key: string;
  readonly termId: TermId;
  readonly kind: NameKind;
}

/** What the table of terms says about the diagnoses of an answer. */
export interface TermLookup {
  /** Every term that has one of the names, as `matchKey` folds them. */
  readonly names: readonly NameMatch[];
  /** The term of each code of a naming system that the author gave. */
  readonly codes: ReadonlyMap<string, TermId>;
  /** The codes of each of those terms, the most telling first. */
  readonly codings: ReadonlyMap<TermId, readonly Coding[]>;
}

export interface CodedAnswer {
  readonly answer: Answer;
  /** The terms that it names. */
  readonly termIds: readonly TermId[];
}

/**
 * Codes the diagnoses of an answer. The text stays as its author wrote it. A diagnosis is the term of a code that came with it, of a
 * suggestion that was taken; else the one term that has its text among its names, a label before a synonym before an
 * abbreviation. What several terms are called alike, or no term at all, stays without a code, and so does what would repeat
 * another diagnosis of the same list.
 */
export function codeAnswer(answer: Answer, lookup: TermLookup): CodedAnswer {
  const termIds = new Set<TermId>();
  const coder = () => {
    const taken = new Set<TermId>();
    return (diagnosis: Diagnosis): Diagnosis => {
      const termId = termOf(diagnosis, lookup);
      if (termId === undefined || taken.has(termId)) return diagnosis;
      taken.add(termId);
      termIds.add(termId);
      const known = new Set(diagnosis.codings.map(codingKey));
      const more = (lookup.codings.get(termId) ?? []).filter((coding) => !known.has(codingKey(coding)));
      return { ...diagnosis, codings: [...diagnosis.codings, ...more].slice(0, MAX_CODINGS) };
    };
  };
  const inRanking = coder();
  const codeRank = ([first, ...tied]: Differential[number]): Differential[number] => [
    inRanking(first),
    ...tied.map(inRanking),
  ];
  const [best, ...rest] = answer.differential;
  const coded: Answer = {
    ...answer,
    differential: [codeRank(best), ...rest.map(codeRank)],
    cantMiss: answer.cantMiss.map(coder()),
  };
  return { answer: coded, termIds: [...termIds] };
}

/** Every diagnosis of an answer. */
export const diagnosesOf = ({ differential, cantMiss }: Answer): readonly Diagnosis[] => [
  ...differential.flat(),
  ...cantMiss,
];

const KINDS: readonly NameKind[] = ["label", "synonym", "abbreviation"];

function termOf({ text, codings }: Diagnosis, { names, codes }: TermLookup): TermId | undefined {
  const coded = codings
    .filter(({ system }) => namesOneDiagnosis(system))
    .map((coding) => codes.get(codingKey(coding)))
    .find((termId) => termId !== undefined);
  return coded ?? termNamed(matchKey(text), names);
}

/** The one term of this name; undefined where there is none, or several of the same kind. */
export function termNamed(key: string, names: readonly NameMatch[]): TermId | undefined {
  for (const kind of KINDS) {
    const found = new Set(
      names.filter((name) => name.key === key && name.kind === kind).map(({ termId }) => termId),
    );
    const [only] = found;
    if (found.size > 0) return found.size === 1 ? only : undefined;
  }
  return undefined;
}
