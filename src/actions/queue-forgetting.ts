import type { HonouredRecall } from "#domain/events.ts";
import type { ImageId } from "#domain/ids.ts";
import type { Transaction } from "#store/database.ts";
import { enqueue } from "#store/queue.ts";

/** The queue of picture files that are still to be deleted; jobs/forget-files works it off. */
export const FORGETTING_QUEUE = "forgetting";

/** Files that nothing shows any more, and who is told once they are gone. */
export interface Forgetting {
  readonly pictures: readonly ImageId[];
  readonly recall: HonouredRecall | undefined;
}

/** Has files deleted after the transaction has ended, whatever becomes of this process. */
export const queueForgetting = (tx: Transaction, forgetting: Forgetting): Promise<void> =>
  enqueue(tx, [{ queue: FORGETTING_QUEUE, payload: forgetting }]);
