import { ensureInstitutionActor } from "#actions/ensure-institution-actor.ts";
import { type FederatedAudience, leavesTheHouse } from "#domain/audience.ts";
import type { HonouredRecall } from "#domain/events.ts";
import type { CaseId } from "#domain/ids.ts";
import { findActor } from "#store/actors.ts";
import { type Destination, isOutgoing, listHolders } from "#store/deliveries.ts";
import { findParty } from "#store/federated-posts.ts";
import { findRecall, overdueAmong } from "#store/recalls.ts";
import { present } from "../translate/addressing.ts";
import { receiptActivity, recallActivity } from "../translate/activities.ts";
import { PUBLIC } from "../vocabulary.ts";
import { type Outgoing, personal, proved, row, type Writer } from "./outgoing.ts";

/**
 * The Delete of a withdrawn case goes to everybody whom the case was sent to, whatever is thought of them now. It carries a
 * proof, so that it can be shown beside the receipts for it.
 */
export async function caseWithdrawn(writer: Writer, caseId: CaseId): Promise<Outgoing[]> {
  const { db } = writer.instance;
  const recall = await findRecall(db, caseId);
  if (recall === undefined) throw new Error(`The recall of case ${caseId} is not there`);
  const author = await findParty(db, recall.authorId);
  // What never left is nobody's to delete.
  if (author === undefined || !leavesTheHouse(recall.audience)) return [];
  if (!(await isOutgoing(db, `${recall.uri}#create`))) return [];
  const addressing = { to: recall.audience === "public" ? [PUBLIC] : present([author.followers]), cc: [] };
  const deletion = recallActivity(recall.uri, author.uri, addressing, recall.dueAt);
  const holders = await listHolders(db, recall.uri);
  return [
    {
      activity: row(await proved(writer, author.id, deletion, recall.withdrawnAt), {
        actorId: author.id,
        objectUri: recall.uri,
        isPublic: false,
        publishedAt: recall.withdrawnAt,
      }),
      destinations: holders.map(({ inbox, host }) => ({ inbox, host })),
    },
  ];
}

/** The receipt for a Delete goes to whoever sent it, signed by this institution. */
export async function recallHonoured(writer: Writer, recall: HonouredRecall): Promise<Outgoing[]> {
  const { db, clock } = writer.instance;
  const [institution, deleter] = await Promise.all([
    ensureInstitutionActor(writer.instance),
    findActor(db, recall.actorId),
  ]);
  if (deleter === undefined) return [];
  const receipt = receiptActivity(institution.uri, { ...recall, actorUri: deleter.uri });
  return personal(writer, await proved(writer, institution.id, receipt, clock()), institution, deleter);
}

/** Those who owe the confirmation of a withdrawn case, and are late with it, are sent no restricted one. */
export async function withoutDebtors(
  writer: Writer,
  audience: FederatedAudience,
  destinations: readonly Destination[],
): Promise<readonly Destination[]> {
  if (audience === "public") return destinations;
  const { db, clock } = writer.instance;
  const late = await overdueAmong(
    db,
    destinations.map(({ host }) => host),
    clock(),
  );
  return destinations.filter(({ host }) => !late.has(host));
}
