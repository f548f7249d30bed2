import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { configure, getLogger, type LogRecord, reset } from "@logtape/logtape";
import { expect, test, vi } from "vitest";
import { createTestDatabase } from "#test/support/database.ts";
import { openDatabase } from "./database.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { migrate } from "./migrate.ts";
import { consume, enqueue, queueDepth } from "./queue.ts";

const worker = fileURLToPath(import.meta.resolve("#test/support/queue-worker.ts"));
const LEASE_MS = 600;

test("a worker killed in the middle of handling, again and again, loses nothing and doubles nothing", async () => {
  const database = await createTestDatabase();
  const open = openDatabase(database.url);
  await open.sql`create table effects (message bigint)`;
  await enqueue(
    open.db,
    Array.from({ length: 200 }, (_, payload) => ({
      queue: "killed",
      payload,
      orderingKey: payload % 3 === 0 ? `key ${payload % 5}` : undefined,
    })),
  );
  const start = (): ChildProcess =>
    spawn(process.execPath, [worker, database.url, String(LEASE_MS)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
  for (const middles of [3, 25]) {
    const child = start();
    if (child.stdout === null) throw new Error("Its output is a pipe");
    let count = 0;
    createInterface(child.stdout).on("line", () => {
      count++;
      if (count === middles) child.kill("SIGKILL");
    });
    await once(child, "exit");
    expect(child.signalCode).toBe("SIGKILL");
  }
  const last = start();
  await vi.waitFor(async () => expect(await queueDepth(open.db)).toEqual([]), { timeout: 30_000 });
  last.kill("SIGKILL");
  await once(last, "exit");
  const [counts] = await open.sql<{ all: number; different: number }[]>`
    select count(*)::int as all, count(distinct message)::int as different from effects`;
  expect(counts).toEqual({ all: 200, different: 200 });
  await open.close();
  await database.drop();
}, 120_000);

/** A fixed address for a Postgres that comes back on another port; while closed it refuses connections. */
const door = async (): Promise<{
  port: number;
  openTo: (port: number) => Promise<void>;
  close: () => Promise<void>;
}> => {
  let server: Server | undefined;
  let port = 0;
  const sockets = new Set<Socket>();
  const listen = async (target: number): Promise<void> => {
    server = createServer((socket) => {
      const upstream = connect(target, "127.0.0.1");
      for (const end of [socket, upstream]) {
        sockets.add(end);
        end.on("error", () => {});
        end.on("close", () => {
          sockets.delete(end);
          socket.destroy();
          upstream.destroy();
        });
      }
      socket.pipe(upstream).pipe(socket);
    }).listen(port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("A TCP server has a port");
    port = address.port;
  };
  const close = async (): Promise<void> => {
    const closed = server === undefined ? undefined : once(server, "close");
    server?.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(9);
  await close();
  return { port, openTo: listen, close };
};

test("a consumer gets over a restart of the database, and says so once", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "consilium-queue-"));
  let postgres = await startEmbeddedPostgres({ folder });
  const { port, openTo, close } = await door();
  await openTo(postgres.port);
  const url = new URL(postgres.url);
  url.port = String(port);
  await migrate(url.href);

  const records: LogRecord[] = [];
  await configure({
    sinks: { memory: (record) => records.push(record) },
    loggers: [
      { category: "test", lowestLevel: "info", sinks: ["memory"] },
      { category: ["logtape", "meta"], sinks: [] },
    ],
  });
  const open = openDatabase(url.href);
  const handled: unknown[] = [];
  const consumer = consume(open, {
    queue: "work",
    log: getLogger("test"),
    handle: async ({ payload }) => void handled.push(payload),
  });
  await enqueue(open.db, [{ queue: "work", payload: "before" }]);
  await vi.waitFor(() => expect(handled).toEqual(["before"]), { timeout: 5000 });

  await close();
  await postgres.stop();
  await vi.waitFor(() => expect(records.map(({ level }) => level)).toEqual(["error"]), { timeout: 5000 });
  postgres = await startEmbeddedPostgres({ folder });
  await openTo(postgres.port);

  await vi.waitFor(() => enqueue(open.db, [{ queue: "work", payload: "after" }]), { timeout: 10_000 });
  await vi.waitFor(() => expect(handled).toEqual(["before", "after"]), { timeout: 10_000 });
  await vi.waitFor(() => expect(records.map(({ level }) => level)).toEqual(["error", "info"]));

  // It hears of new messages again, instead of finding them at its next look a second later.
  await vi.waitFor(
    async () => {
      const [row] = await open.sql<{ listening: number }[]>`
        select count(*)::int as listening from pg_stat_activity where query = 'listen "consilium_queue"'`;
      expect(row?.listening).toBe(1);
    },
    { timeout: 15_000, interval: 100 },
  );
  await consumer.stop();
  await open.close();
  await close();
  await postgres.stop();
  await reset();
  await rm(folder, { recursive: true });
}, 120_000);

test("a consumer that is started before its database waits for it, and can be stopped", async () => {
  const { port } = await door();
  const open = openDatabase(`postgres://nobody@127.0.0.1:${port}/none`);
  const consumer = consume(open, { queue: "work", handle: async () => {} });
  await consumer.stop(100);
  await open.close();
});
