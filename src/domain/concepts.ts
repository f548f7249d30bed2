import { type Coding, codingKey, type Diagnosis } from "./diagnosis.ts";
import { foldText } from "./fold.ts";
import { namesOneDiagnosis } from "./terms/term.ts";
import { compareText } from "./text.ts";

/** A diagnosis as everybody together named it, numbered so that equal ones are cheap to compare. */
export interface Concept {
  readonly id: number;
  /** The spelling most used, among equally used ones the first by code units. */
  readonly text: string;
  /** One code for each system, by system, chosen as the spelling is. */
  readonly codings: readonly Coding[];
}

/** Finds the concept of any diagnosis that was among those connected. */
export type ConceptOf = (diagnosis: Diagnosis) => Concept;

/**
 * Connects diagnoses that are the same: transitively, through an equal folded text or an equal code of a system whose codes
 * name one diagnosis ({@link namesOneDiagnosis}), whatever their order. "Acne" and "Acne vulgaris", both `doid` DOID:6543, are one
 * concept, and so is "acne vulgaris" without a code. An equal code of a classification such as the ICD connects nothing: it holds
 * "other" and "unspecified" diagnoses together that nobody would call the same.
 *
 * A text stands for one code of each system, the one most used with it, so that a single opinion that puts a code on somebody
 * else's words does not merge two diagnoses.
 */
export function connectDiagnoses(diagnoses: Iterable<Diagnosis>): ConceptOf {
  const forest = new Forest();
  const texts = new Map<string, Use>();
  const codes = new Map<string, CodeUse>();
  for (const { text, codings } of diagnoses) {
    const folded = `text ${foldText(text)}`;
    const spelling = texts.get(text) ?? { name: text, node: forest.node(folded), count: 0 };
    spelling.count += 1;
    texts.set(text, spelling);
    for (const coding of codings) {
      const key = `${codingKey(coding)} ${folded}`;
      const code = codes.get(key) ?? { name: coding.code, coding, node: spelling.node, count: 0 };
      code.count += 1;
      codes.set(key, code);
    }
  }
  const isNaming = ({ coding }: CodeUse): boolean => namesOneDiagnosis(coding.system);
  const naming = mostUsed([...codes.values()].filter(isNaming), (use) => `${use.node} ${use.coding.system}`);
  for (const { coding, node } of naming.values()) forest.join(node, forest.node(codingKey(coding)));
  const standing = [...naming.values(), ...[...codes.values()].filter((use) => !isNaming(use))];

  const spellings = mostUsed(texts.values(), ({ node }) => forest.root(node));
  const codings = new Map<number, Coding[]>();
  const chosen = mostUsed(
    together(standing, ({ node, coding }) => `${forest.root(node)} ${codingKey(coding)}`),
    ({ node, coding }) => `${forest.root(node)} ${coding.system}`,
  );
  for (const { node, coding } of chosen.values()) {
    const root = forest.root(node);
    codings.set(root, [...(codings.get(root) ?? []), { system: coding.system, code: coding.code }]);
  }
  const concepts = new Map<number, Concept>();
  for (const [id, { name }] of spellings) {
    const sorted = (codings.get(id) ?? []).sort((one, other) => compareText(one.system, other.system));
    concepts.set(id, { id, text: name, codings: sorted });
  }
  const conceptOfText = new Map<string, Concept | undefined>();
  for (const { name, node } of texts.values()) conceptOfText.set(name, concepts.get(forest.root(node)));
  return ({ text }) => {
    const concept = conceptOfText.get(text);
    if (concept === undefined) throw new Error("Only a diagnosis that was connected has a concept.");
    return concept;
  };
}

/** How often a spelling or a code was used, and its node in the forest. */
interface Use {
  readonly name: string;
  readonly node: number;
  count: number;
}

/** A code as it was used with one text. */
interface CodeUse extends Use {
  readonly coding: Coding;
}

/** The uses of one code with the several texts of a concept, added up. */
function together(uses: Iterable<CodeUse>, keyOf: (use: CodeUse) => string): Iterable<CodeUse> {
  const sums = new Map<string, CodeUse>();
  for (const use of uses) {
    const sum = sums.get(keyOf(use));
    if (sum === undefined) sums.set(keyOf(use), { ...use });
    else sum.count += use.count;
  }
  return sums.values();
}

/** The use that each group is named after: the most frequent, then the first by code units. */
function mostUsed<T extends Use, Group>(uses: Iterable<T>, groupOf: (use: T) => Group): Map<Group, T> {
  const best = new Map<Group, T>();
  for (const use of uses) {
    const group = groupOf(use);
    const rival = best.get(group);
    const wins =
      rival === undefined ||
      use.count > rival.count ||
      (use.count === rival.count && compareText(use.name, rival.name) < 0);
    if (wins) best.set(group, use);
  }
  return best;
}

/** Disjoint sets of keys (union-find with path halving). */
class Forest {
  readonly #nodes = new Map<string, number>();
  readonly #parents: number[] = [];

  node(key: string): number {
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node = this.#parents.length;
    this.#nodes.set(key, node);
    this.#parents.push(node);
    return node;
  }

  root(node: number): number {
    let at = node;
    for (;;) {
      const parent = this.#parents[at] ?? at;
      if (parent === at) return at;
      const above = this.#parents[parent] ?? parent;
      this.#parents[at] = above;
      at = above;
    }
  }

  join(one: number, other: number): void {
    this.#parents[this.root(one)] = this.root(other);
  }
}
