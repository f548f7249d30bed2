import type { CaseId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { conflict } from "#domain/refusal.ts";
import type { Transaction } from "#store/database.ts";
import { findPersonaInCase } from "#store/personas.ts";

/**
 * Holds that a physician speaks under one persona only in any one case, so that nobody agrees with themselves.
 *
 * @throws Refusal conflict, naming the persona to use
 */
export async function speakAsOne(tx: Transaction, physician: Physician, caseId: CaseId): Promise<void> {
  const used = await findPersonaInCase(tx, caseId, physician.accountId);
  if (used === undefined || used === physician.persona.actorId) return;
  const pseudonym =
    physician.personas.find(({ actorId }) => actorId === used)?.pseudonym ?? "another pseudonym";
  throw conflict(
    `You take part in this case as ${pseudonym} already. In one case a physician speaks under one pseudonym: choose that one.`,
  );
}
