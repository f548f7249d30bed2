import { newId, type OpeningId } from "#domain/ids.ts";
import { isOwnPersona, type Member } from "#domain/member.ts";
import { readOpeningReason } from "#domain/opening.ts";
import { readReason } from "#domain/reason.ts";
import { conflict, invalid } from "#domain/refusal.ts";
import { findSeal, insertOpening } from "#store/openings.ts";
import { findLocalPersona } from "#store/personas.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { requireAdministrator } from "./require-physician.ts";

/**
 * Asks the two custodians to open the sealed identity behind a persona. Nothing is opened by it.
 *
 * @throws Refusal unauthenticated or forbidden for who is no administrator; invalid naming the field; conflict about oneself
 */
export async function requestOpening(
  instance: Instance,
  member: Member | undefined,
  wanted: { readonly handle: string; readonly reasonCode: string; readonly reason: string },
): Promise<OpeningId> {
  const administrator = requireAdministrator(member);
  const reasonCode = readOpeningReason(wanted.reasonCode);
  if (reasonCode === undefined) throw invalid("reason-code", "Choose which of the reasons it is.");
  const reason = readReason(wanted.reason);
  const persona = await findLocalPersona(instance.db, wanted.handle);
  if (persona === undefined) throw invalid("persona", "There is no such persona at this institution.");
  if (isOwnPersona(administrator, persona.actorId)) throw conflict("Nobody asks for their own opening.");
  if ((await findSeal(instance.db, persona.actorId)) === undefined) {
    throw invalid(
      "persona",
      "Nothing was sealed when this physician was verified: there is nothing to open.",
    );
  }
  const id = newId<OpeningId>();
  await instance.db.transaction(async (tx) => {
    const isFirst = await insertOpening(tx, {
      id,
      actorId: persona.actorId,
      reasonCode,
      reason,
      requestedBy: administrator.accountId,
      requestedAt: instance.clock(),
    });
    if (!isFirst) throw invalid("persona", "An opening of this persona is under way already.");
    await recordAudit(instance, tx, {
      action: "opening.requested",
      agent: { kind: "account", id: administrator.accountId },
      object: `Persona/${persona.handle}`,
      detail: { code: reasonCode, reason },
    });
  });
  return id;
}
