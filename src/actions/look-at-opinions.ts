import type { CaseId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import { notFound } from "#domain/refusal.ts";
import { findCase } from "#store/cases.ts";
import { insertLook } from "#store/opinions.ts";
import type { Instance } from "#instance";

/**
 * Shows others' opinions before the member has answered; an opinion given afterwards is marked as not blind.
 *
 * @throws Refusal not-found
 */
export async function lookAtOpinions(instance: Instance, member: Member, caseId: CaseId): Promise<void> {
  const seen = await findCase(instance.db, caseId, { kind: "member" });
  if (seen === undefined) throw notFound("case");
  await insertLook(instance.db, caseId, member.accountId);
}
