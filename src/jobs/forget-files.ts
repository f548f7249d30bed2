import { forgetPictures } from "#actions/forget-pictures.ts";
import { FORGETTING_QUEUE, forgettingSchema } from "#actions/queue-forgetting.ts";
import type { OpenDatabase } from "#store/database.ts";
import { appendEvent } from "#store/events.ts";
import { consume, type Consumer } from "#store/queue.ts";
import type { Instance } from "#instance";

/** Deletes the picture files of what was withdrawn. Whoever asked for it is told when, and only when, they are gone. */
export const forgetFiles = (instance: Instance, open: OpenDatabase): Consumer =>
  consume(open, {
    queue: FORGETTING_QUEUE,
    log: instance.log,
    handle: async (message, ack) => {
      const { pictures, recall } = forgettingSchema.parse(message.payload);
      await forgetPictures(instance, pictures);
      await instance.db.transaction(async (tx) => {
        if (recall !== undefined) await appendEvent(tx, { type: "RecallHonoured", recall });
        await ack(tx);
      });
    },
  });
