import { Pool } from "undici";
import { quantile } from "../result.ts";

/** A request that is ready to be sent. */
export interface LoadRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came of many requests. */
export interface LoadReport {
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/**
 * Sends requests to a port of 127.0.0.1, each connection one after another.
 *
 * @param connections kept open at the same time
 */
export async function send(
  port: number,
  requests: Iterable<LoadRequest>,
  connections: number,
): Promise<LoadReport> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });
  const left = requests[Symbol.iterator]();
  const statuses: Record<string, number> = {};
  const times: number[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) {
      const begun = performance.now();
      const { method, path, headers, body = null } = next.value;
      const response = await pool.request({ method, path, headers, body });
      await response.body.dump({ limit: Number.POSITIVE_INFINITY });
      times.push(performance.now() - begun);
      statuses[response.statusCode] = (statuses[response.statusCode] ?? 0) + 1;
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - begun) / 1000;
  await pool.close();
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((part) => quantile(times, part));
  return { seconds, statuses, p50Ms: p50Ms ?? 0, p95Ms: p95Ms ?? 0, p99Ms: p99Ms ?? 0 };
}
