import { leavesTheHouse } from "#domain/audience.ts";
import type { ActorId, CaseId } from "#domain/ids.ts";
import { findActor } from "#store/actors.ts";
import { listHolders } from "#store/deliveries.ts";
import { findFederatedCase } from "#store/federated.ts";
import { announceActivity, caseAnnounceUri, undoActivity } from "../translate/activities.ts";
import { announceAddressing } from "../translate/addressing.ts";
import { type Outgoing, row, type Writer } from "./outgoing.ts";

/** A stream takes both of its Announces of a case back, from everybody who has the case. */
export async function caseUnlisted(
  { instance: { db, clock } }: Writer,
  { caseId, streamId }: { readonly caseId: CaseId; readonly streamId: ActorId },
): Promise<Outgoing[]> {
  const [found, stream] = await Promise.all([
    findFederatedCase(db, caseId, { kind: "member" }),
    findActor(db, streamId),
  ]);
  if (found === undefined || stream === undefined || !leavesTheHouse(found.audience)) return [];
  const id = caseAnnounceUri(stream.uri, found.id);
  const addressing = announceAddressing(found.audience, stream, found.author);
  const holders = (await listHolders(db, found.uri)).map(({ inbox, host }) => ({ inbox, host }));
  const now = clock();
  return [id, `${id}/create`].map((uri) => ({
    activity: row(undoActivity(announceActivity(uri, stream.uri, found.uri, now, addressing)), {
      actorId: stream.id,
      objectUri: found.uri,
      isPublic: false,
      publishedAt: now,
    }),
    destinations: holders,
  }));
}
