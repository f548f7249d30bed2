import { leavesTheHouse } from "#domain/audience.ts";
import type { DomainEvent } from "#domain/events.ts";
import { isOutgoing, listHolders } from "#store/deliveries.ts";
import { findFederatedCase } from "#store/federated.ts";
import { findParty } from "#store/federated-posts.ts";
import { deleteActivity } from "../translate/activities.ts";
import { replyAddressing } from "../translate/addressing.ts";
import { type Outgoing, row, type Writer } from "./outgoing.ts";

/** A removed comment is taken back from everybody who got it from here. */
export async function commentRemoved(
  writer: Writer,
  event: Extract<DomainEvent, { readonly type: "CommentRemoved" }>,
): Promise<Outgoing[]> {
  const { db, clock } = writer.instance;
  const [author, commented] = await Promise.all([
    findParty(db, event.authorId),
    findFederatedCase(db, event.caseId, { kind: "member" }),
  ]);
  if (author === undefined || commented === undefined || !leavesTheHouse(commented.audience)) return [];
  if (!(await isOutgoing(db, `${event.uri}#create`))) return [];
  const addressing = replyAddressing(commented.audience, author, commented.author);
  const holders = await listHolders(db, event.uri);
  return [
    {
      activity: row(deleteActivity(event.uri, author.uri, addressing), {
        actorId: author.id,
        objectUri: event.uri,
        isPublic: false,
        publishedAt: clock(),
      }),
      destinations: holders.map(({ inbox, host }) => ({ inbox, host })),
    },
  ];
}
