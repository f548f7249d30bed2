import { ATTESTATION_DAYS } from "#domain/attestation.ts";
import { admitOpinion } from "#domain/trust.ts";
import { listVouchedActors, setUnverified } from "#store/actors.ts";
import {
  isSecondVoice,
  listOpinionsToRecheck,
  type OpinionToRecheck,
  setAdmission,
} from "#store/opinions.ts";
import { trustOf } from "#store/peers.ts";
import type { Instance } from "#instance";
import { judgeAttestation } from "./judge-attestation.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Institutions renew three days before; a day later there is a new attestation to be had. */
const LOOK_AGAIN_MS = 2 * DAY_MS;
const MAX_ACTORS_ASKED = 100;

/**
 * Looks again at what was judged while something could not be known: opinions whose author's institution did not answer
 * then, and those of the last hour, whose author may have been revoked by a list that came only later. What was signed
 * before a revocation stays admitted. Personas whose attestation no longer holds lose their label.
 */
export async function recheckAttestations(instance: Instance): Promise<void> {
  const now = instance.clock().getTime();
  const opinions = await listOpinionsToRecheck(instance.db, {
    undecidedSince: new Date(now - ATTESTATION_DAYS * DAY_MS),
    admittedSince: new Date(now - HOUR_MS),
  });
  for (const opinion of opinions) await recheckOpinion(instance, opinion);
  await recheckLabels(instance);
}

async function recheckOpinion(instance: Instance, opinion: OpinionToRecheck): Promise<void> {
  const { db } = instance;
  const verdict = await judgeAttestation(instance, opinion.author, opinion.attestation, opinion.signedAt);
  // Nothing more is known than before: what counts goes on counting, what does not goes on waiting.
  if (!verdict.ok && (verdict.reason === "status-unknown" || verdict.reason === "unreachable-issuer")) return;
  await db.transaction(async (tx) => {
    const admission = admitOpinion({
      author: "remote",
      trust: await trustOf(tx, opinion.author.host),
      attestation: verdict.ok ? { ok: true, verified: verdict.claims } : verdict,
      // The two reasons to look again, and admission, lie behind this one.
      signedByAuthor: true,
      isCaseAuthor: opinion.caseAuthorId === opinion.author.id,
      isFirstOfAuthor: !(await isSecondVoice(tx, opinion)),
    });
    // Once trust is withdrawn nothing new is admitted; what was stays.
    if (admission.kind === "comment" && admission.reason === "unknown-peer") return;
    await setAdmission(tx, opinion.id, admission);
  });
}

async function recheckLabels(instance: Instance): Promise<void> {
  const now = instance.clock();
  const soon = new Date(now.getTime() + LOOK_AGAIN_MS);
  let asked = 0;
  for (const actor of await listVouchedActors(instance.db, now)) {
    const verdict = await judgeAttestation(instance, actor, actor.attestation, now);
    if (!verdict.ok && (verdict.reason === "revoked" || verdict.reason === "bad-signature")) {
      await setUnverified(instance.db, actor.id);
    } else if (verdict.ok && verdict.expiresAt < soon && asked < MAX_ACTORS_ASKED) {
      asked += 1;
      await instance.remote.findActor(actor.uri);
    }
  }
}
