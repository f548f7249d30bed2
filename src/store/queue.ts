export { consume, type Consumer, type ConsumeOptions, type Handle } from "./queue/consume.ts";
export { type QueueDepth, queueDepth } from "./queue/depth.ts";
export { enqueue, type NewMessage } from "./queue/enqueue.ts";
export { retryFailed } from "./queue/failed.ts";
export { type Ack, LeaseLost, type QueueMessage } from "./queue/lease.ts";
