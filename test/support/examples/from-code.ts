import {
  MAX_COURSE_DAYS,
  MAX_COURSE_EVENTS,
  MAX_EVENT_CHARACTERS,
  MAX_QUESTION_CHARACTERS,
  MAX_SECTION_CHARACTERS,
  MAX_SPECIALTIES,
  MAX_TITLE_CHARACTERS,
  MIN_QUESTION_CHARACTERS,
} from "#domain/case.ts";
import { type PooledOpinion, poolOpinions } from "#domain/consensus.ts";
import { MAX_CODINGS, MAX_DIAGNOSES, MAX_DIAGNOSIS_CHARACTERS, MAX_RANKS } from "#domain/diagnosis.ts";
import { MAX_ALT_CHARACTERS, MAX_IMAGE_BYTES, MAX_IMAGES } from "#domain/image.ts";
import { MAX_NEXT_STEPS_CHARACTERS, MAX_REASONING_CHARACTERS } from "#domain/opinion.ts";
import { MAX_POST_ATTACHMENTS, MAX_POST_CHARACTERS, MAX_SUMMARY_CHARACTERS } from "#domain/post.ts";
import { admit } from "#domain/trust.ts";

type Ranks = readonly [readonly [string, ...string[]], ...(readonly [string, ...string[]])[]];

const answered: readonly Ranks[] = [
  [["Granuloma annulare"], ["Tinea corporis", "Nummular eczema"]],
  [["Tinea corporis"], ["Granuloma annulare"]],
  [["Granuloma annulare"]],
];

/** The worked example of the consensus, computed by the code that the pages use. */
export function consensusExample(): string {
  const diagnosis = (text: string) => ({ text, codings: [] });
  const opinions = answered.map(([[first, ...tied], ...rest], place): PooledOpinion => {
    const uri = `https://northfield.example/opinions/${place + 1}`;
    return {
      uri,
      author: uri,
      institution: "northfield.example",
      publishedAt: new Date(Date.UTC(2026, 2, 2, 9, place)),
      body: {
        differential: [
          [diagnosis(first), ...tied.map(diagnosis)],
          ...rest.map(([one, ...others]) => [diagnosis(one), ...others.map(diagnosis)] as const),
        ],
        cantMiss: [],
        confidence: 70,
      },
    };
  });
  const pooled = poolOpinions(
    opinions.flatMap((one) => admit({ ...one, admission: { kind: "admitted" as const } }) ?? []),
  );
  if (pooled.kind !== "pooled") throw new Error("Too few opinions in the example");
  const shown = {
    opinions: answered,
    consensus: pooled.entries.map(({ diagnosis: text, score }) => ({ diagnosis: text, score })),
    spread: pooled.spread,
    dissent: pooled.dissent.map((entry) => entry.diagnosis),
  };
  return `\`\`\`json\n${JSON.stringify(shown, null, 2)}\n\`\`\``;
}

/** The limits of every field, from the constants that the code checks. */
export function limitsTable(): string {
  const rows: readonly (readonly [field: string, limit: string, past: string])[] = [
    ["`clinicalCase.title`", `1 to ${MAX_TITLE_CHARACTERS} characters`, "refused"],
    [
      "`clinicalCase.question.text`",
      `${MIN_QUESTION_CHARACTERS} to ${MAX_QUESTION_CHARACTERS} characters`,
      "refused",
    ],
    ["`clinicalCase.specialties`", `1 to ${MAX_SPECIALTIES}, each once`, "refused"],
    ["`clinicalCase.findings`, `history`, `tried`", `${MAX_SECTION_CHARACTERS} characters each`, "refused"],
    ["`clinicalCase.course`", `${MAX_COURSE_EVENTS} events`, "refused"],
    ["`course[].event`", `1 to ${MAX_EVENT_CHARACTERS} characters`, "refused"],
    ["`course[].day`", `−${MAX_COURSE_DAYS} to ${MAX_COURSE_DAYS}`, "refused"],
    ["pictures of a case", `${MAX_IMAGES}`, "the rest is left out"],
    ["a picture", `${MAX_IMAGE_BYTES / 1024 / 1024} MB`, "not fetched"],
    ["alternative text", `${MAX_ALT_CHARACTERS} characters`, "cut off"],
    [
      "`opinion.differential`",
      `1 to ${MAX_RANKS} ranks, 1 to ${MAX_DIAGNOSES} diagnoses in all, none twice`,
      "refused",
    ],
    ["`opinion.cantMiss`", `${MAX_DIAGNOSES} diagnoses, none twice`, "refused"],
    ["a diagnosis", `1 to ${MAX_DIAGNOSIS_CHARACTERS} characters, ${MAX_CODINGS} codes`, "refused"],
    ["`opinion.nextSteps`", `${MAX_NEXT_STEPS_CHARACTERS} characters`, "refused"],
    ["`opinion.reasoning`", `${MAX_REASONING_CHARACTERS} characters`, "refused"],
    ["content of posts and comments", "10,000 characters", "cut off"],
    ["a post that is written here", `${MAX_POST_CHARACTERS} characters`, "refused"],
    ["content warning of a post", `${MAX_SUMMARY_CHARACTERS} characters`, "cut off"],
    ["attachments of a post", `${MAX_POST_ATTACHMENTS}`, "the rest is left out"],
    ["name of an actor", "100 characters", "cut off"],
  ];
  return [
    "| field | limit | past it |",
    "|---|---|---|",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ].join("\n");
}
