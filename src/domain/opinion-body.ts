import { z } from "zod";

import { MAX_CODINGS, MAX_DIAGNOSES } from "./diagnosis.ts";
import { checkDiagnoses, checkDifferential } from "./differential.ts";
import { cannotKeep } from "./json.ts";
import { MAX_NEXT_STEPS_CHARACTERS, MAX_REASONING_CHARACTERS, type OpinionBody } from "./opinion.ts";
import { faultsOf, invalidFields } from "./refusal.ts";
import { cleanProse } from "./text.ts";

const diagnosisRule = "A diagnosis is an object with a text and, where known, codes.";
const confidenceRule = "Say how sure you are, as a number from 0 to 100.";

const diagnosis = z
  .looseObject(
    {
      text: z.string(diagnosisRule),
      codes: z
        .array(
          z.looseObject({ system: z.string(diagnosisRule), code: z.string(diagnosisRule) }),
          diagnosisRule,
        )
        .max(MAX_CODINGS, `Give a diagnosis at most ${MAX_CODINGS} codes.`)
        .nullish(),
    },
    diagnosisRule,
  )
  // On the wire it is `codes`; `field` is ours, for the faults of a form, and not the sender's to choose.
  .transform(({ codes, ...kept }) => ({ ...kept, field: undefined, codings: codes ?? [] }));

const prose = (name: string, characters: number) =>
  z
    .string()
    .overwrite(cleanProse)
    .max(characters, `Shorten ${name} to at most ${characters} characters.`)
    .nullish()
    .transform((text) => (text === null || text === "" ? undefined : text));

/**
 * The structured opinion as JSON on the wire (property `opinion`):
 * `{ differential: [[{ text, codes: [{ system, code }] }]], confidence, cantMiss, nextSteps, reasoning, blind }`. Reading it
 * gives an {@link OpinionBody}, whose texts are clean and whose differential holds every rule of `readDifferential`;
 * properties that we do not know are kept, and {@link opinionOnWire} writes them again. An opinion that does not say
 * that it was blind was not.
 */
export const opinionBodySchema: z.ZodType<OpinionBody> = z
  .looseObject({
    differential: z.array(z.array(diagnosis), "Give the differential as a list of ranks."),
    confidence: z
      .number(confidenceRule)
      .min(0, confidenceRule)
      .max(100, confidenceRule)
      .overwrite(Math.round),
    cantMiss: z
      .array(diagnosis)
      .max(MAX_DIAGNOSES, `Name at most ${MAX_DIAGNOSES} diagnoses not to be missed.`)
      .nullish(),
    nextSteps: prose("the next steps", MAX_NEXT_STEPS_CHARACTERS),
    reasoning: prose("the reasoning", MAX_REASONING_CHARACTERS),
    blind: z.boolean("Say with true or false whether the author had seen no other opinion.").default(false),
  })
  .transform((wire, context) => {
    const differential = checkDifferential(wire.differential);
    const cantMiss = checkDiagnoses("cantMiss", wire.cantMiss ?? []);
    for (const checked of [differential, cantMiss]) {
      if (checked.ok) continue;
      for (const { field, message } of checked.faults) {
        context.issues.push({ code: "custom", message, path: field.split("."), input: wire });
      }
    }
    if (!differential.ok || !cantMiss.ok) return z.NEVER;
    return { ...wire, differential: differential.value, cantMiss: cantMiss.value };
  });

/**
 * Reads a structured opinion that came from another institution.
 *
 * @throws Refusal with a fault for each property that is missing, wrong or too long, or when it cannot be kept at all
 */
export function readOpinionBody(value: unknown): OpinionBody {
  const why = cannotKeep(value);
  if (why !== undefined) throw invalidFields([{ field: "opinion", message: why }]);
  const read = opinionBodySchema.safeParse(value);
  if (!read.success) throw invalidFields(faultsOf(read.error.issues));
  return read.data;
}

/** The opinion as {@link opinionBodySchema} reads it, with whatever else came with it. */
export function opinionOnWire(body: OpinionBody): Readonly<Record<string, unknown>> {
  return {
    ...body,
    differential: body.differential.map((rank) => rank.map(diagnosisOnWire)),
    cantMiss: body.cantMiss.map(diagnosisOnWire),
  };
}

const diagnosisOnWire = ({ codings, ...kept }: OpinionBody["cantMiss"][number]) => ({
  ...kept,
  codes: codings,
});
