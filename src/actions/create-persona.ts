import type { Member } from "#domain/member.ts";
import type { ActorId } from "#domain/ids.ts";
import { conflict, forbidden, invalid } from "#domain/refusal.ts";
import { handleOf, readPseudonym } from "#domain/pseudonym.ts";
import { findPersonaByAccount, insertPersona, lockAccount } from "#store/accounts.ts";
import { findActorByHandle } from "#store/actors.ts";
import type { Instance } from "#instance";
import { attest } from "./attest.ts";
import { insertLocalActor, newLocalActor } from "./make-local-actor.ts";

/**
 * Gives a verified physician the persona they act under from now on, with keys of its own and the institution's
 * attestation. The pseudonym's handle cannot be changed later.
 *
 * @throws Refusal forbidden for who is no verified physician; invalid where the pseudonym cannot be used or is
 *   taken; conflict where the physician has a persona
 */
export async function createPersona(instance: Instance, member: Member, pseudonym: string): Promise<ActorId> {
  const { verified } = member;
  if (verified === undefined)
    throw forbidden("Only physicians whom this institution has verified have a persona.");
  const name = readPseudonym(pseudonym);
  const handle = handleOf(name);
  const taken = () => invalid("pseudonym", `“${name}” is taken at this institution. Choose another.`);
  if ((await findActorByHandle(instance.db, handle, new URL(instance.config.origin).host)) !== undefined)
    throw taken();
  const actor = await newLocalActor(instance, { type: "Person", handle, name });
  const attestation = await attest(instance, actor, verified);
  return instance.db.transaction(async (tx) => {
    await lockAccount(tx, member.accountId);
    if ((await findPersonaByAccount(tx, member.accountId)) !== undefined) {
      throw conflict("You have a pseudonym already.");
    }
    if (!(await insertLocalActor(tx, actor, attestation.shown))) throw taken();
    await insertPersona(tx, {
      actorId: actor.row.id,
      accountId: member.accountId,
      attestation: attestation.full,
      attestationExpiresAt: attestation.expiresAt,
    });
    return actor.row.id;
  });
}
