import type { ActorId } from "#domain/ids.ts";
import { findCaseIdByUri, findCase, addToStream } from "#store/cases.ts";
import { appendEvent } from "#store/events.ts";
import { wasRemovedFromStream } from "#store/streams.ts";
import { isFirstReceipt } from "#store/received.ts";
import type { Instance } from "#instance";

/**
 * Takes in that a stream which somebody here follows announces a case; a case that is not here yet is fetched.
 *
 * @throws Refusal from the fetching
 */
export async function receiveAnnounce(
  instance: Instance,
  streamId: ActorId,
  caseUri: string,
  activityUri: string,
): Promise<void> {
  const caseId = (await findCaseIdByUri(instance.db, caseUri)) ?? (await instance.remote.fetchCase(caseUri));
  await instance.db.transaction(async (tx) => {
    if (!(await isFirstReceipt(tx, activityUri, instance.clock()))) return;
    const announced = await findCase(tx, caseId, { kind: "member" });
    if (announced === undefined || (await wasRemovedFromStream(tx, streamId, caseId))) return;
    await addToStream(tx, streamId, caseId, announced.publishedAt);
    await appendEvent(tx, { type: "CaseAnnounced", caseId, streamId });
  });
}
