import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { stopLeftover } from "./embedded/leftover.ts";

// Starting and stopping real processes, some of them many times, beside everything else that runs.
vi.setConfig({ testTimeout: 60_000 });

// Closed to everybody else (mode 0700): when root runs these tests, Postgres must cope with that. Most tests share the
// cluster "one", which takes seconds to create and which every one of them must leave sound.
let folder: string;
const running: EmbeddedPostgres[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "embedded-postgres-"));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const start = async (name = "one", durable = false): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({ folder: path.join(folder, name), durable });
  running.push(server);
  return server;
};

const query = async (url: string, text: string): Promise<readonly object[]> => {
  const sql = postgres(url, { max: 1, fetch_types: false, connect_timeout: 5 });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end({ timeout: 1 });
  }
};

/** Starts Postgres in a process of its own; resolves with its address. */
const startInAnotherProcess = async (name: string): Promise<{ owner: ChildProcess; url: string }> => {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL("embedded-postgres.ts", import.meta.url).href)};
    const server = await startEmbeddedPostgres({ folder: ${JSON.stringify(path.join(folder, name))} });
    console.log(server.url);
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const url of createInterface({ input: owner.stdout })) return { owner, url };
  throw new Error("The other process ended before Postgres was up");
};

test("two at once do not disturb each other, and what was committed is there after a restart", async () => {
  const [one, two] = await Promise.all([start("one", true), start("two")]);
  expect(one.port).not.toBe(two.port);
  expect(await query(one.url, "SHOW fsync")).toEqual([{ fsync: "on" }]);
  await query(one.url, "CREATE TABLE restarted AS SELECT 'seen' AS state");
  await one.stop();
  expect(await query(two.url, "SELECT 1 AS up")).toEqual([{ up: 1 }]);

  const again = await start("one", true);
  expect(await query(again.url, "SELECT state FROM restarted")).toEqual([{ state: "seen" }]);
});

test("asks for its password", async () => {
  const server = await start();
  const url = new URL(server.url);
  url.password = "guessed";
  await expect(query(url.href, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
});

test("a folder that is in use is refused, and its server goes on", async () => {
  const server = await start();
  await expect(startEmbeddedPostgres({ folder: path.join(folder, "one") })).rejects.toThrow(
    `is in use by process ${process.pid}`,
  );
  expect(await query(server.url, "SELECT 1 AS up")).toEqual([{ up: 1 }]);
});

test("when its process is killed, Postgres ends by itself and loses nothing", async () => {
  const { owner, url } = await startInAnotherProcess("one");
  await query(url, "CREATE TABLE killed AS SELECT 'seen' AS state");
  owner.kill("SIGKILL");
  await vi.waitFor(() => expect(query(url, "SELECT 1")).rejects.toMatchObject({ code: "ECONNREFUSED" }), {
    timeout: 15_000,
  });
  const again = await start();
  expect(await query(again.url, "SELECT state FROM killed")).toEqual([{ state: "seen" }]);
});

test("a start right after its process was killed succeeds", async () => {
  const { owner } = await startInAnotherProcess("one");
  owner.kill("SIGKILL");
  await once(owner, "exit");
  const again = await start();
  expect(await query(again.url, "SELECT 1 AS up")).toEqual([{ up: 1 }]);
});

test("a Postgres that nobody owns any more is stopped", async () => {
  const server = await start();
  const said: string[] = [];
  await stopLeftover(path.join(folder, "one", "cluster"), (line) => said.push(line));
  expect(said).toHaveLength(1);
  await expect(query(server.url, "SELECT 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("a process number that now belongs to another program does not prevent the start", async () => {
  await (await start()).stop();
  await writeFile(path.join(folder, "one", "cluster", "postmaster.pid"), `${process.pid}\n`);
  const again = await start();
  expect(await query(again.url, "SELECT 1 AS up")).toEqual([{ up: 1 }]);
});

test("an interrupted first start is made anew", async () => {
  const unfinished = path.join(folder, "interrupted", "cluster.new");
  await mkdir(unfinished, { recursive: true });
  await writeFile(path.join(unfinished, "PG_VERSION"), "");
  await writeFile(path.join(folder, "interrupted", "password"), "");
  const server = await start("interrupted");
  expect(await query(server.url, "SELECT 1 AS up")).toEqual([{ up: 1 }]);
});

test("a start that fails says why and leaves the folder free", async () => {
  await (await start("damaged")).stop();
  await writeFile(path.join(folder, "damaged", "cluster", "PG_VERSION"), "9\n");
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(startEmbeddedPostgres({ folder: path.join(folder, "damaged") })).rejects.toThrow(
      "incompatible with server",
    );
  }
});
