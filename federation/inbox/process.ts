import { z } from "zod";
import { type CaseArrival, receiveCases } from "#actions/receive-case.ts";
import { Refusal } from "#domain/refusal.ts";
import type { ActorId } from "#domain/ids.ts";
import { batched } from "#store/batched.ts";
import type { OpenDatabase } from "#store/database.ts";
import { haveLocalFollowers } from "#store/follows.ts";
import { consume, type Consumer } from "#store/queue.ts";
import { mayPass } from "../remote/find-actor.ts";
import { NetError } from "#net/errors.ts";
import { accepted } from "./accepted.ts";
import { announced } from "./announced.ts";
import { created } from "./created.ts";
import { deleted } from "./deleted.ts";
import { followAnswered } from "./follow-answered.ts";
import { followed } from "./followed.ts";
import { liked } from "./liked.ts";
import type { Arrival, InboxContext } from "./arrival.ts";
import { readActivity } from "./read-activity.ts";
import { usualTerms } from "../remote/usual-terms.ts";
import { activityShape } from "../remote/wire.ts";
import { undone } from "./undone.ts";
import { updated } from "./updated.ts";

/** Activities that were taken at the door and wait to be worked off. */
export const INBOX_QUEUE = "inbox";

/** What is done with each type of activity; those of other types are taken and forgotten. */
const handlers: ReadonlyMap<string, (context: InboxContext, arrival: Arrival) => Promise<void>> = new Map([
  ["Create", created],
  ["Announce", announced],
  ["Follow", followed],
  ["Undo", undone],
  ["Accept", accepted],
  ["Reject", followAnswered],
  ["Delete", deleted],
  ["Update", updated],
  ["Like", liked],
  ["EmojiReact", liked],
]);

const payload = z.object({ text: z.string() });

/** What the handlers work with, as far as it is not made here. */
type InboxParts = Omit<InboxContext, "hasLocalFollower" | "receiveCase">;

/** Most of the time a handler waits for the database; cases that arrive side by side are stored together. */
const CONCURRENCY = 32;

/**
 * Works received activities off, those of one actor one after another. A failure that may pass is tried again; what is
 * refused for good is dropped with a line in the log that holds no content.
 */
export function processInbox(parts: InboxParts, open: OpenDatabase): Consumer {
  const { instance } = parts;
  const context: InboxContext = {
    ...parts,
    hasLocalFollower: batched((ids: readonly ActorId[]) => haveLocalFollowers(instance.db, ids)),
    receiveCase: batched((arrivals: readonly CaseArrival[]) => receiveCases(instance, arrivals)),
  };
  return consume(open, {
    queue: INBOX_QUEUE,
    concurrency: CONCURRENCY,
    log: instance.log,
    // What waits for a server that does not answer, as an Announce does for the author's, must not hold up all that its
    // actor does meanwhile. Handlers do not rely on the order: deliveries come in any.
    failedLeavesOrder: true,
    handle: (message) => work(context, payload.parse(message.payload).text, message.attempt),
  });
}

async function work(context: InboxContext, text: string, attempt: number): Promise<void> {
  const read = readActivity(text);
  if ("fault" in read) throw new Error(`An activity that was taken cannot be read: ${read.fault}`);
  const { activity, document } = read;
  const handler = handlers.get(activity.type);
  if (handler === undefined) return;
  try {
    const usual = activityShape.parse(await usualTerms(document, context.contextLoader));
    await handler(context, { activity: usual, document, text, attempt });
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof NetError) || mayPass(error)) throw error;
    context.instance.log.info("{type} {id} is not taken: {why}", {
      type: activity.type,
      id: activity.id,
      why: error.message,
    });
  }
}
