import { z } from "zod";
import { honouredRecallSchema } from "#domain/events.ts";
import { idSchema, type ImageId } from "#domain/ids.ts";
import type { Transaction } from "#store/database.ts";
import { enqueue } from "#store/queue.ts";

/** The queue of picture files that are still to be deleted; jobs/forget-files works it off. */
export const FORGETTING_QUEUE = "forgetting";

/** Files that nothing shows any more, and who is told once they are gone. */
export const forgettingSchema = z.object({
  pictures: z.array(idSchema<ImageId>()).readonly(),
  recall: honouredRecallSchema.optional(),
});
type Forgetting = Readonly<z.output<typeof forgettingSchema>>;

/** Has files deleted after the transaction has ended, whatever becomes of this process. */
export const queueForgetting = (tx: Transaction, forgetting: Forgetting): Promise<void> =>
  enqueue(tx, [{ queue: FORGETTING_QUEUE, payload: forgetting }]);
