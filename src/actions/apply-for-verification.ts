import { MAX_PROOF_BYTES, proofType, readApplication } from "#domain/application.ts";
import { type ApplicationId, newId } from "#domain/ids.ts";
import { invalid, notFound, tooLarge, unavailable } from "#domain/refusal.ts";
import { encryptBytes } from "#identity/application-keys.ts";
import { countWaiting, insertApplication } from "#store/applications.ts";
import type { Instance } from "#instance";
import { hashToken, newToken } from "./session-token.ts";

/** Strangers can apply: beyond this, the registrar's desk is full and the disk is spared. */
const MAX_WAITING = 200;

/**
 * Takes an application for the registrar. Who it is and the proof are encrypted under a key of its own.
 *
 * @returns the applicant's own token: the only way back to it
 * @throws Refusal not-found where this house takes none; invalid or too-large naming the fields; unavailable
 */
export async function applyForVerification(
  instance: Instance,
  field: (name: string) => string,
  proof: Uint8Array | undefined,
): Promise<string> {
  if (!instance.config.takesApplications) throw notFound("page");
  const { details, verified } = readApplication(field);
  if (proof === undefined) throw invalid("proof", "Add a picture or a PDF of your licence or certificate.");
  if (proof.length > MAX_PROOF_BYTES)
    throw tooLarge("proof", "The proof is larger than 5 MB. Add a smaller picture of it.");
  const type = proofType(proof);
  if (type === undefined) throw invalid("proof", "The proof is neither a PDF nor a JPEG or PNG picture.");
  if ((await countWaiting(instance.db)) >= MAX_WAITING) {
    throw unavailable("Too many applications wait at this institution. Try again in a few days.");
  }
  const id = newId<ApplicationId>();
  const token = newToken();
  const key = await instance.applicationKeys.make(id);
  await insertApplication(instance.db, {
    id,
    tokenHash: hashToken(token),
    state: "waiting",
    profession: verified.profession,
    specialty: verified.specialty ?? null,
    grade: verified.grade ?? null,
    country: verified.country,
    details: encryptBytes(key, new TextEncoder().encode(JSON.stringify(details))),
    proof: encryptBytes(key, proof),
    proofType: type,
    refusedFor: null,
    appliedAt: instance.clock(),
    decidedAt: null,
  });
  return token;
}
