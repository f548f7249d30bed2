export { consume, type Consumer, type ConsumeOptions, type Handle } from "./queue/consume.ts";
export { type QueueDepth, queueDepth } from "./queue/depth.ts";
export { enqueue } from "./queue/enqueue.ts";
export { retryFailed } from "./queue/failed.ts";
export { LeaseLost, type QueueMessage } from "./queue/lease.ts";
