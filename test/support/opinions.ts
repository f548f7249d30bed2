import fc from "fast-check";
import { type Consensus, type PooledOpinion, poolOpinions } from "#domain/consensus.ts";
import type { Coding, Diagnosis } from "#domain/diagnosis.ts";
import { readDifferential } from "#domain/differential.ts";
import type { Admission } from "#domain/opinion.ts";
import type { PoolingName } from "#domain/pooling/rules.ts";
import type { ReaderRecord } from "#domain/pooling/vote.ts";
import { admit, type Admitted } from "#domain/trust.ts";

/** What is made up where it is not given. */
export interface OpinionOptions {
  readonly cantMiss?: readonly string[];
  readonly confidence?: number;
  /** Seconds after 1970. */
  readonly at?: number;
  readonly institution?: string;
  readonly record?: ReaderRecord;
}

/** "Acne"; "Acne#6543" with a code of the Disease Ontology, "Acne#L70.0" with one of the ICD, which has a letter first. */
function diagnosis(name: string): Diagnosis {
  const [text = "", code] = name.split("#");
  const codings: readonly Coding[] =
    code === undefined ? [] : [{ system: /^[A-Z]/u.test(code) ? "icd10cm" : "doid", code }];
  return { text, codings };
}

/** An opinion that counts, ranks best first, by the author of this number. */
export function opinion(
  author: number,
  ranks: readonly (readonly string[])[],
  more: OpinionOptions = {},
): Admitted<PooledOpinion> {
  const admission: Admission = { kind: "admitted" };
  const admitted = admit({
    uri: `https://a.example/opinions/${author}-${more.at ?? author}`,
    author: `author-${author}`,
    institution: more.institution ?? "a.example",
    publishedAt: new Date(1000 * (more.at ?? author)),
    admission,
    record: more.record,
    body: {
      differential: readDifferential(ranks.map((rank) => rank.map((name) => diagnosis(name)))),
      cantMiss: (more.cantMiss ?? []).map((name) => diagnosis(name)),
      confidence: more.confidence ?? 60,
    },
  });
  if (admitted === undefined) throw new Error("not admitted");
  return admitted;
}

/** The consensus of any number of opinions. */
export function pooled(opinions: readonly Admitted<PooledOpinion>[], rule?: PoolingName): Consensus {
  const pool = poolOpinions(opinions, { minimum: 1, ...(rule !== undefined && { rule }) });
  if (pool.kind !== "pooled") throw new Error(`only ${pool.n} opinions`);
  return pool;
}

/** Opinions about few diagnoses, each of which may carry one of few codes, so that they meet in every way. */
export const someOpinions = fc
  .array(
    fc.uniqueArray(
      fc.tuple(
        fc.constantFrom("A", "a", "B", "b", "C", "D", "E"),
        fc.constantFrom("", "#1", "#2", "#3"),
        fc.nat(3),
      ),
      { selector: ([name]) => name.toLowerCase(), minLength: 1, maxLength: 5 },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((answers) =>
    answers.map((answer, author) => {
      const coded = new Set<string>();
      const ranks = [0, 1, 2, 3].map((rank) =>
        answer
          .filter(([, , at]) => at === rank)
          .map(([name, code]) => {
            const fresh = code !== "" && !coded.has(code);
            coded.add(code);
            return fresh ? `${name}${code}` : name;
          }),
      );
      return opinion(
        author,
        ranks.filter((rank) => rank.length > 0),
      );
    }),
  );
