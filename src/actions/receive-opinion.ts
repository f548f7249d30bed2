import { type ActorId, type CaseId, newId, type OpinionId } from "#domain/ids.ts";
import type { OpinionBody } from "#domain/opinion.ts";
import { notFound, unavailable } from "#domain/refusal.ts";
import { admitOpinion } from "#domain/trust.ts";
import { findActor } from "#store/actors.ts";
import { findCase } from "#store/cases.ts";
import { wasDeleted } from "#store/deleted.ts";
import { appendEvent } from "#store/events.ts";
import { hasOpinionBy, insertOpinion } from "#store/opinions.ts";
import { trustOf } from "#store/peers.ts";
import { isFirstReceipt } from "#store/received.ts";
import type { Instance } from "#instance";
import { judgeAttestation } from "./judge-attestation.ts";

const NOT_FIRST = { kind: "comment", reason: "not-first" } as const;

/** An opinion of another institution's persona, read from its document. */
export interface IncomingOpinion {
  readonly uri: string;
  readonly caseId: CaseId;
  readonly author: ActorId;
  readonly body: OpinionBody;
  /** The presentation that it carries. */
  readonly attestation: string | undefined;
  /** When the author signed it: the time of its proof, or of its arrival where it has none. */
  readonly signedAt: Date;
  /** Whether its proof is valid and of the author's own key. */
  readonly signedByAuthor: boolean;
  readonly publishedAt: Date;
}

/**
 * Takes an opinion in and decides whether it counts; recheckAttestations looks again at what could not be known now. One on a
 * case of this institution is passed on to everybody who holds the case, as it came.
 *
 * @param activity the activity that brought it: its id, its text as received, and whether it can be brought again later
 * @throws Refusal unavailable where it can, and the author's institution must be asked and does not answer
 */
export async function receiveOpinion(
  instance: Instance,
  incoming: IncomingOpinion,
  activity: { readonly uri: string; readonly text: string; readonly mayWait: boolean },
): Promise<void> {
  const author = await findActor(instance.db, incoming.author);
  if (author === undefined) throw notFound("author");
  const attestation =
    incoming.attestation === undefined
      ? undefined
      : await judgeAttestation(instance, author, incoming.attestation, incoming.signedAt);
  await instance.db.transaction(async (tx) => {
    if (!(await isFirstReceipt(tx, activity.uri, instance.clock()))) return;
    if (await wasDeleted(tx, author.id, incoming.uri)) return;
    const asked = await findCase(tx, incoming.caseId, { kind: "member" });
    if (asked === undefined) throw notFound("case");
    const admission = admitOpinion({
      author: "remote",
      trust: await trustOf(tx, author.host),
      attestation: attestation?.ok === true ? { ok: true, verified: attestation.claims } : attestation,
      signedByAuthor: incoming.signedByAuthor,
      isCaseAuthor: asked.author.id === author.id,
      isFirstOfAuthor: !(await hasOpinionBy(tx, incoming.caseId, author.id)),
    });
    if (activity.mayWait && admission.kind === "comment" && admission.reason === "unreachable-issuer") {
      throw unavailable(`${author.host} does not say with which keys it attests; its opinion waits.`);
    }
    const id = newId<OpinionId>();
    const row = {
      id,
      uri: incoming.uri,
      caseId: incoming.caseId,
      authorId: author.id,
      local: false,
      accountId: null,
      body: incoming.body,
      attestation: incoming.attestation ?? null,
      signedAt: incoming.signedAt,
      publishedAt: incoming.publishedAt,
    };
    // Another one of the author's may have been admitted since we looked: then this one comes second.
    const isNew =
      (await insertOpinion(tx, { ...row, admission })) ||
      (admission.kind === "admitted" && (await insertOpinion(tx, { ...row, admission: NOT_FIRST })));
    if (!isNew) return;
    await appendEvent(tx, {
      type: "OpinionReceived",
      opinionId: id,
      forward: asked.local ? activity.text : null,
    });
  });
}
