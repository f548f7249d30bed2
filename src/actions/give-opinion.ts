import { type CaseId, newId, type OpinionId } from "#domain/ids.ts";
import { isOwnPersona, type Physician } from "#domain/member.ts";
import type { Answer } from "#domain/opinion.ts";
import { conflict, forbidden, notFound } from "#domain/refusal.ts";
import { codeAnswer, diagnosesOf } from "#domain/terms/code-diagnoses.ts";
import { present } from "#identity/attestation.ts";
import { findPersonaAttestation } from "#store/accounts.ts";
import { findCase } from "#store/cases.ts";
import { appendEvent } from "#store/events.ts";
import { insertOpinion, opinionsAreOpenTo } from "#store/opinions.ts";
import { countUses, lookUpTerms } from "#store/terms/find-terms.ts";
import { recordKept } from "#store/kept-identifiers.ts";
import type { Instance } from "#instance";
import { checkTexts, type Decided, requireDecision, UNDECIDED } from "./check-texts.ts";
import { speakAsOne } from "./speak-as-one.ts";

/**
 * Gives a physician's opinion on a case, local or remote. It carries the attestation in force, with profession and
 * specialty disclosed, so that other institutions can judge it without asking, and the codes of the diagnoses that the
 * table of terms has by these names.
 *
 * @throws Refusal not-found; invalid where a text may identify the patient and the author has not decided; forbidden on one's own case or without a valid attestation; conflict where this
 *   physician has answered before, under whatever persona
 */
export async function giveOpinion(
  instance: Instance,
  physician: Physician,
  caseId: CaseId,
  answer: Answer,
  decided: Decided = UNDECIDED,
): Promise<OpinionId> {
  const asked = await findCase(instance.db, caseId, { kind: "member" });
  if (asked === undefined) throw notFound("case");
  if (isOwnPersona(physician, asked.author.id)) {
    throw forbidden("This is your own case: your own differential does not count in the pool.");
  }
  const found = checkTexts({ reasoning: answer.reasoning, "next-steps": answer.nextSteps });
  requireDecision(found, decided);
  const now = instance.clock();
  const attestation = await findPersonaAttestation(instance.db, physician.persona.actorId);
  if (attestation === undefined || attestation.expiresAt <= now) {
    throw forbidden("Your institution's attestation of you has run out. Sign in again to renew it.");
  }
  const { looked } = await opinionsAreOpenTo(instance.db, caseId, physician.accountId);
  const coded = codeAnswer(answer, await lookUpTerms(instance.db, diagnosesOf(answer)));
  const presentation = await present(attestation.full, ["profession", "specialty"]);
  const id = newId<OpinionId>();
  await instance.db.transaction(async (tx) => {
    await speakAsOne(tx, physician, caseId);
    const isFirst = await insertOpinion(tx, {
      id,
      uri: `${instance.config.origin}/opinions/${id}`,
      caseId,
      authorId: physician.persona.actorId,
      local: true,
      accountId: physician.accountId,
      body: { ...coded.answer, blind: !looked },
      admission: { kind: "admitted" },
      attestation: presentation,
      publishedAt: now,
    });
    if (!isFirst) throw conflict("You have answered this case already: one physician, one voice.");
    await countUses(tx, coded.termIds);
    await recordKept(tx, id, found, now);
    await appendEvent(tx, { type: "OpinionGiven", opinionId: id });
  });
  return id;
}
