import { Hono } from "hono";
import { Gauge, Registry } from "prom-client";
import { deliveryHealth } from "#store/deliveries.ts";
import { queueDepth } from "#store/queue.ts";
import type { Instance } from "#instance";

/** /metrics in Prometheus' text form: backlogs, the oldest message, memory, and failures by peer. Holds no person. */
export function createMetrics(instance: Instance): Hono {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: readonly string[] = []): Gauge =>
    new Gauge({ name: `consilium_${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const memory = gauge("resident_memory_bytes", "Resident memory of this process");
  const messages = gauge("queue_messages", "Messages of a queue by state", ["queue", "state"]);
  const oldest = gauge("queue_oldest_seconds", "Age of a queue's oldest message that is not given up", [
    "queue",
  ]);
  const waiting = gauge("deliveries_waiting", "Deliveries that wait for a peer", ["host"]);
  const oldestDelivery = gauge(
    "deliveries_oldest_seconds",
    "Age of the oldest delivery that waits for a peer",
    ["host"],
  );
  const failures = gauge("peer_failures", "Deliveries to a peer that failed since the last that arrived", [
    "host",
  ]);

  const app = new Hono();
  app.get("/metrics", async (c) => {
    memory.set(process.memoryUsage.rss());
    for (const metric of [messages, oldest, waiting, oldestDelivery, failures]) metric.reset();
    for (const depth of await queueDepth(instance.db)) {
      for (const state of ["waiting", "delayed", "running", "failed"] as const) {
        messages.set({ queue: depth.queue, state }, depth[state]);
      }
      oldest.set({ queue: depth.queue }, (depth.oldestMs ?? 0) / 1000);
    }
    for (const peer of await deliveryHealth(instance.db, instance.clock())) {
      waiting.set({ host: peer.host }, peer.waiting);
      oldestDelivery.set({ host: peer.host }, (peer.oldestMs ?? 0) / 1000);
      failures.set({ host: peer.host }, peer.failures);
    }
    return c.body(await registry.metrics(), 200, { "content-type": registry.contentType });
  });
  return app;
}
