import { receiveReceipt } from "#actions/receive-receipt.ts";
import { deletedBy } from "#domain/recall.ts";
import { invalid } from "#domain/refusal.ts";
import { findActorByUri } from "#store/actors.ts";
import { findRecallByUri } from "#store/recalls.ts";
import { idOf } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";
import { followAnswered } from "./follow-answered.ts";

/**
 * An Accept: of a Follow of ours, or of the Delete of a withdrawn case, whose receipt it is. A receipt counts with the
 * proof of an institution's own key, so that it can be shown to others.
 *
 * @throws Refusal invalid where it is a receipt that proves nothing
 */
export async function accepted(context: InboxContext, arrival: Arrival): Promise<void> {
  const { instance, actors, proofs } = context;
  const { activity, document, text } = arrival;
  const object = deletedBy(idOf.safeParse(activity.object).data ?? "");
  const recall = object === undefined ? undefined : await findRecallByUri(instance.db, object);
  if (recall === undefined) return followAnswered(context, arrival);
  const proof = await proofs.check(document, activity.actor);
  if (proof === undefined) throw invalid("proof", "A receipt carries a proof by its institution's own key.");
  const signer = (await findActorByUri(instance.db, activity.actor)) ?? (await actors.exact(activity.actor));
  await receiveReceipt(instance, { recall, signer, text });
}
