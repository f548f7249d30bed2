import { invalid } from "#domain/refusal.ts";
import type { ActorRow } from "#store/actors.ts";
import { type RecallRow, recordRecallAnswer, wasToldOfRecall } from "#store/recalls.ts";
import type { Instance } from "#instance";

/**
 * Keeps the receipt of an institution that a withdrawn case is gone there.
 *
 * @param receipt.text as it came, proven to be the signer's
 * @throws Refusal invalid where it is no institution's, or of one that was never told
 */
export async function receiveReceipt(
  instance: Instance,
  { recall, signer, text }: { readonly recall: RecallRow; readonly signer: ActorRow; readonly text: string },
): Promise<void> {
  if (signer.type !== "Application") throw invalid("actor", "A receipt is signed by an institution's actor.");
  if (!(await wasToldOfRecall(instance.db, recall.uri, signer.host))) {
    throw invalid("object", `The Delete of ${recall.uri} was not sent to ${signer.host}.`);
  }
  await recordRecallAnswer(instance.db, {
    caseId: recall.caseId,
    host: signer.host,
    kind: "receipt",
    at: instance.clock(),
    receipt: text,
    signer: { id: signer.uri, keys: signer.assertionKeys },
  });
}
