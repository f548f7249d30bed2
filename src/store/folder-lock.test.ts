import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conflict } from "#domain/refusal.ts";
import { lockFolder } from "./folder-lock.ts";

let folder: string;
let other: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "folder-lock-"));
});
afterEach(async () => {
  other?.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

const lockInAnotherProcess = async (): Promise<ChildProcess> => {
  const program = `
    import { lockFolder } from ${JSON.stringify(new URL("folder-lock.ts", import.meta.url).href)};
    globalThis.lock = lockFolder(${JSON.stringify(folder)});
    console.log("locked");
    setInterval(() => {}, 1000);`;
  other = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (other.stdout === null) throw new Error("The output is a pipe");
  await once(other.stdout, "data");
  return other;
};

test("a folder that another process has is refused, naming the process", async () => {
  const { pid } = await lockInAnotherProcess();
  expect(() => lockFolder(folder)).toThrow(
    conflict(`${folder} is in use by process ${pid}. Stop that first, or choose another folder.`),
  );
});

test("a process that was killed leaves the folder free", async () => {
  const killed = await lockInAnotherProcess();
  killed.kill("SIGKILL");
  await once(killed, "exit");
  const lock = lockFolder(folder);
  lock.release();
});

test("one process cannot take a folder twice, and can again after giving it back", () => {
  const lock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow("is in use");
  expect(() => lockFolder(folder)).toThrow("is in use");
  lock.release();
  lock.release();
  lockFolder(folder).release();
});

test("makes a folder that is not there", () => {
  lockFolder(path.join(folder, "not", "there")).release();
});
