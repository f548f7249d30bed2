import type { ActorId } from "#domain/ids.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { removeFromStream } from "#store/streams.ts";
import type { Instance } from "#instance";

/** Takes in that a stream of another institution no longer announces a case; does nothing where that is not here. */
export async function receiveUnannounce(
  instance: Instance,
  streamId: ActorId,
  caseUri: string,
): Promise<void> {
  await instance.db.transaction(async (tx) => {
    const caseId = await findCaseIdByUri(tx, caseUri);
    if (caseId !== undefined) await removeFromStream(tx, streamId, caseId, instance.clock());
  });
}
