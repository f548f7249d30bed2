import { MAX_PERSONAS, type Member } from "#domain/member.ts";
import type { ActorId } from "#domain/ids.ts";
import { conflict, forbidden, invalid } from "#domain/refusal.ts";
import { handleOf, readPseudonym } from "#domain/pseudonym.ts";
import { countPersonasOf, insertPersona } from "#store/accounts.ts";
import { findActorByHandle } from "#store/actors.ts";
import type { Instance } from "#instance";
import { attest } from "./attest.ts";
import { insertLocalActor, newLocalActor } from "./make-local-actor.ts";

/**
 * Gives a verified physician a persona to act under, the standing one or another, with keys of its own and an
 * attestation of its own: nothing that leaves the house tells that two of them are one physician's. The pseudonym's handle
 * cannot be changed later.
 *
 * @throws Refusal forbidden for who is no verified physician, or barred; invalid where the pseudonym cannot be used or is
 *   taken; conflict where the physician has as many as they may, or has picked another meanwhile
 */
export async function createPersona(instance: Instance, member: Member, pseudonym: string): Promise<ActorId> {
  const { verified } = member;
  if (verified === undefined)
    throw forbidden("Only physicians whom this institution has verified have a persona.");
  if (member.barredFor !== undefined) throw forbidden("Your institution does not vouch for you at present.");
  if (member.personas.length >= MAX_PERSONAS) throw tooMany();
  const name = readPseudonym(pseudonym);
  const handle = handleOf(name);
  const taken = () => invalid("pseudonym", `“${name}” is taken at this institution. Choose another.`);
  if ((await findActorByHandle(instance.db, handle, new URL(instance.config.origin).host)) !== undefined)
    throw taken();
  const actor = await newLocalActor(instance, { type: "Person", handle, name });
  const attestation = await attest(
    instance,
    { actorId: actor.row.id, uri: actor.row.uri, confirmationKey: actor.confirmationKey },
    verified,
  );
  return instance.db.transaction(async (tx) => {
    const position = await countPersonasOf(tx, member.accountId);
    // Who picks in two windows, or twice in one, gets one.
    if (position !== member.personas.length) throw conflict("You have picked a pseudonym just now.");
    if (!(await insertLocalActor(tx, actor, attestation.shown))) throw taken();
    await insertPersona(tx, {
      actorId: actor.row.id,
      accountId: member.accountId,
      position,
      attestation: attestation.full,
      attestationExpiresAt: attestation.expiresAt,
    });
    return actor.row.id;
  });
}

const tooMany = () =>
  conflict(`You have ${MAX_PERSONAS} pseudonyms, which is the most that one physician may have.`);
