import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { expect, test } from "vitest";
import { startEmbeddedPostgres } from "#store/embedded-postgres.ts";
import { randomFrom } from "#test/support/seeded.ts";

const ROUNDS = 20;
const SEED = Number(process.env["SEED"] ?? randomInt(2 ** 31));

/** A process that owns a Postgres, commits one number after the other, and prints each once it is committed. */
const startWriter = (folder: string, first: number): ChildProcess =>
  spawn(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import postgres from "postgres";
       import { startEmbeddedPostgres } from "#store/embedded-postgres.ts";
       const { url } = await startEmbeddedPostgres({ folder: ${JSON.stringify(folder)} });
       const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
       await sql\`CREATE TABLE IF NOT EXISTS kept (id int PRIMARY KEY)\`;
       for (let id = ${first}; ; id++) {
         await sql\`INSERT INTO kept VALUES (\${id}) ON CONFLICT DO NOTHING\`;
         console.log(id);
       }`,
    ],
    { cwd: path.resolve(import.meta.dirname, "../.."), stdio: ["ignore", "pipe", "ignore"] },
  );

test(`kill -9 of the owner, and of Postgres too, loses nothing that was committed (SEED=${SEED})`, async () => {
  const random = randomFrom(SEED);
  const folder = await mkdtemp(path.join(tmpdir(), "embedded-postgres-"));
  let last = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const writer = startWriter(folder, last + 1);
    if (writer.stdout === null) throw new Error("The output is a pipe");
    const lines = createInterface({ input: writer.stdout });
    const closed = once(lines, "close");
    lines.on("line", (line) => {
      last = Number(line);
    });
    await once(lines, "line");
    await delay(random() * 300);
    writer.kill("SIGKILL");
    if (random() < 0.5) {
      const pidFile = await readFile(path.join(folder, "cluster/postmaster.pid"), "utf8").catch(() => "");
      const pid = Number.parseInt(pidFile, 10);
      try {
        if (pid > 0) process.kill(pid, "SIGKILL");
      } catch {
        // It had ended already.
      }
    }
    await closed;
  }
  const server = await startEmbeddedPostgres({ folder });
  const sql = postgres(server.url, { max: 1, fetch_types: false });
  const kept = await sql<{ id: number }[]>`SELECT id FROM kept ORDER BY id`;
  await sql.end();
  await server.stop();
  await rm(folder, { recursive: true });
  const missing = Array.from({ length: last }, (_, index) => index + 1).filter(
    (id) => !kept.some((row) => row.id === id),
  );
  expect(last).toBeGreaterThan(ROUNDS);
  expect(missing).toEqual([]);
});
