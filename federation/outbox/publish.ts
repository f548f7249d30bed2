import { domainEventSchema } from "#domain/events.ts";
import type { OpenDatabase } from "#store/database.ts";
import { recordOutgoing } from "#store/deliveries.ts";
import { eventQueue } from "#store/events.ts";
import { consume, type Consumer, type Handle } from "#store/queue.ts";
import type { Writer } from "./outgoing.ts";
import { writeActivities } from "./write-activities.ts";

/**
 * Turns domain events into activities and deliveries. Both are written in the transaction that acknowledges the
 * event, so a crash at any moment neither loses nor doubles one.
 */
export const startPublisher = (database: OpenDatabase, writer: Writer): Consumer =>
  consume(database, { queue: eventQueue("outbox"), handle: publishing(writer), log: writer.instance.log });

/** What is done with one event. */
export const publishing =
  (writer: Writer): Handle =>
  async (message, ack) => {
    const outgoing = await writeActivities(writer, domainEventSchema.parse(message.payload));
    await writer.instance.db.transaction(async (tx) => {
      for (const { activity, destinations } of outgoing) {
        await recordOutgoing(tx, activity, destinations, writer.instance.clock());
      }
      await ack(tx);
    });
  };
