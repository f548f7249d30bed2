import type { DomainEvent } from "#domain/events.ts";
import type { OpenDatabase } from "#store/database.ts";
import { eventQueue } from "#store/events.ts";
import { consume, type Consumer } from "#store/queue.ts";
import type { Instance } from "#instance";
import { writeFeeds } from "./write-feeds.ts";

/** Writes feeds and notifications as events come, each together with its acknowledgement, so exactly once. */
export const consumeEvents = (instance: Instance, open: OpenDatabase): Consumer =>
  consume(open, {
    queue: eventQueue("feeds"),
    log: instance.log,
    handle: (message, ack) =>
      instance.db.transaction(async (tx) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by appendEvent only
        await writeFeeds(tx, message.payload as DomainEvent, instance.clock());
        await ack(tx);
      }),
  });
