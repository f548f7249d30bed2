import { domainEventSchema } from "#domain/events.ts";
import type { CaseId } from "#domain/ids.ts";
import { batched } from "#store/batched.ts";
import type { OpenDatabase } from "#store/database.ts";
import { eventQueue } from "#store/events.ts";
import { consume, type Consumer } from "#store/queue.ts";
import type { Instance } from "#instance";
import { feedCases, writeFeeds } from "./write-feeds.ts";

const CONCURRENCY = 32;

/**
 * Writes feeds and notifications as events come, each together with its acknowledgement, so exactly once. Cases, of which
 * there are by far the most, are written many at a time and acknowledged afterwards: after a crash in between it is done
 * once more, which changes nothing.
 */
export function consumeEvents(instance: Instance, open: OpenDatabase): Consumer {
  const feed = batched(async (ids: readonly CaseId[]) => {
    await instance.db.transaction((tx) => feedCases(tx, ids));
    return ids;
  });
  return consume(open, {
    queue: eventQueue("feeds"),
    concurrency: CONCURRENCY,
    log: instance.log,
    async handle(message, ack) {
      const event = domainEventSchema.parse(message.payload);
      if (event.type === "CaseOpened" || event.type === "CaseReceived") {
        await feed(event.caseId);
        return;
      }
      await instance.db.transaction(async (tx) => {
        await writeFeeds(tx, event, instance.clock());
        await ack(tx);
      });
    },
  });
}
