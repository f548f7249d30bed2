import type {
  MessageQueue,
  MessageQueueDepth,
  MessageQueueEnqueueOptions,
  MessageQueueListenOptions,
} from "@fedify/fedify";
import type { OpenDatabase } from "#store/database.ts";
import { consume, type ConsumeOptions, enqueue, queueDepth } from "#store/queue.ts";

type Options = Omit<ConsumeOptions, "queue" | "handle">;

const holdsPrivateKeys = (message: unknown): boolean =>
  typeof message === "object" &&
  message !== null &&
  "type" in message &&
  (message.type === "outbox" || message.type === "fanout");

/**
 * Fedify's message queue on one of our queues.
 *
 * For the inbox only. What Fedify puts into an outbox or a fan-out queue holds the sender's private keys in clear, and
 * those may not lie in the database: such a message is refused. We deliver by ourselves.
 */
export class PostgresMessageQueue implements MessageQueue {
  /**
   * We retry, not Fedify: its own way is to put a copy into the queue, which forgets the order of messages, the number of
   * the attempt and the error, and drops the message after the last attempt instead of keeping it for the administrator.
   */
  readonly nativeRetrial = true;
  readonly #open: OpenDatabase;
  readonly #queue: string;
  readonly #options: Options;

  constructor(open: OpenDatabase, queue: string, options: Options = {}) {
    this.#open = open;
    this.#queue = queue;
    this.#options = options;
  }

  enqueue(message: unknown, options?: MessageQueueEnqueueOptions): Promise<void> {
    return this.enqueueMany([message], options);
  }

  async enqueueMany(messages: readonly unknown[], options?: MessageQueueEnqueueOptions): Promise<void> {
    if (messages.some(holdsPrivateKeys)) {
      throw new TypeError(
        `The queue "${this.#queue}" takes no outbox or fan-out messages: they hold private keys. Configure it as the inbox queue alone.`,
      );
    }
    await enqueue(
      this.#open.db,
      messages.map((payload) => ({
        queue: this.#queue,
        payload,
        orderingKey: options?.orderingKey,
        delayMs: options?.delay?.total({ unit: "milliseconds" }),
      })),
    );
  }

  /** Resolves after the abort, when running handlers have ended or `stop` of a consumer has lost patience. */
  async listen(
    handler: (message: unknown) => Promise<void> | void,
    { signal }: MessageQueueListenOptions = {},
  ): Promise<void> {
    if (signal?.aborted === true) return;
    const consumer = consume(this.#open, {
      ...this.#options,
      queue: this.#queue,
      handle: async ({ payload }) => handler(payload),
    });
    await new Promise((resolve) => {
      signal?.addEventListener("abort", resolve, { once: true });
    });
    await consumer.stop();
  }

  async getDepth(): Promise<MessageQueueDepth> {
    const depths = await queueDepth(this.#open.db);
    const { waiting, delayed } = depths.find(({ queue }) => queue === this.#queue) ?? {
      waiting: 0,
      delayed: 0,
    };
    return { queued: waiting + delayed, ready: waiting, delayed };
  }
}
