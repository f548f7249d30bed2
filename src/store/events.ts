import { type DomainEvent, orderingKeyOf } from "#domain/events.ts";
import type { Transaction } from "./database.ts";
import { enqueue } from "./queue.ts";

/** Who hears of every domain event; each has a queue of its own and works at its own pace. */
export const EVENT_CONSUMERS = ["outbox", "feeds"] as const;
export type EventConsumer = (typeof EVENT_CONSUMERS)[number];

/** The queue from which a consumer takes its events. */
export const eventQueue = (consumer: EventConsumer): string => `events:${consumer}`;

/** What nobody elsewhere hears of; everything else both consumers read. */
const NOT_FOR_THE_OUTBOX: ReadonlySet<DomainEvent["type"]> = new Set([
  "CaseReceived",
  "CaseAnnounced",
  "PostReceived",
]);

const consumersOf = ({ type }: DomainEvent): readonly EventConsumer[] =>
  NOT_FOR_THE_OUTBOX.has(type) ? ["feeds"] : EVENT_CONSUMERS;

/**
 * Records that something happened, in the transaction that made it so: either both are kept or neither. The
 * consumers act later; what they fail at is tried again and never undoes the action.
 */
export const appendEvent = (tx: Transaction, event: DomainEvent): Promise<void> => appendEvents(tx, [event]);

/** The same for several things that happened together. */
export const appendEvents = (tx: Transaction, events: readonly DomainEvent[]): Promise<void> =>
  enqueue(
    tx,
    events.flatMap((event) =>
      consumersOf(event).map((consumer) => ({
        queue: eventQueue(consumer),
        payload: event,
        orderingKey: orderingKeyOf(event),
      })),
    ),
  );
