import type { ActorId } from "#domain/ids.ts";
import type { Destination, NewOutgoingActivity } from "#store/deliveries.ts";
import type { Instance } from "#instance";
import type { KeySource } from "../keys.ts";
import { addProof } from "../proof.ts";
import { destination } from "./recipients.ts";

/** An activity and where it goes. */
export interface Outgoing {
  readonly activity: NewOutgoingActivity;
  readonly destinations: readonly Destination[];
}

/** What writing activities needs. */
export interface Writer {
  readonly instance: Instance;
  readonly keys: KeySource;
}

/** Signed as of the second in which it was written, so that it comes out the same whenever it is made again. */
export async function proved<Document extends { readonly "@context": unknown }>(
  writer: Writer,
  author: ActorId,
  document: Document,
  written: Date,
) {
  const { ed25519 } = await writer.keys(author);
  return addProof(document, ed25519, written);
}

/** An activity as it is kept and sent. */
export const row = (
  activity: { readonly id: string; readonly type: string },
  facts: Omit<NewOutgoingActivity, "uri" | "type" | "body">,
): NewOutgoingActivity => ({
  ...facts,
  uri: activity.id,
  type: activity.type,
  body: JSON.stringify(activity),
});

/** Something between two actors only. */
export const personal = (
  writer: Writer,
  activity: { readonly id: string; readonly type: string },
  from: { readonly id: ActorId },
  to: { readonly uri: string; readonly inbox: string },
): Outgoing[] => [
  {
    activity: row(activity, {
      actorId: from.id,
      objectUri: to.uri,
      isPublic: false,
      publishedAt: writer.instance.clock(),
    }),
    destinations: [destination(to.inbox)],
  },
];

/** Lists of destinations as one, each inbox once. */
export const merged = (...lists: readonly Destination[][]): Destination[] => [
  ...new Map(lists.flat().map((one) => [one.inbox, one])).values(),
];
