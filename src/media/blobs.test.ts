import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterEach, beforeEach, expect, test } from "vitest";

import { newId } from "#domain/ids.ts";
import type { ImageId } from "#domain/ids.ts";
import { diskBlobs } from "./blobs.ts";

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "consilium-blobs-"));
  folder = join(parent, "media");
});
afterEach(() => rm(parent, { recursive: true }));

const keyOf = (part: string): string => `${newId<ImageId>()}/${part}`;
const filesIn = async (path: string): Promise<string[]> =>
  (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

test("keeps, replaces and deletes; a second store on the folder sees the same", async () => {
  const blobs = await diskBlobs(folder);
  const key = keyOf("full");
  expect(await blobs.get(key)).toBeUndefined();

  await blobs.put(key, Buffer.from("one"), "image/jpeg");
  await blobs.put(key.replace("full", "thumbnail"), Buffer.from("small"), "image/jpeg");
  expect(await blobs.get(key)).toEqual({ bytes: Buffer.from("one"), mediaType: "image/jpeg" });

  await blobs.put(key, Buffer.from("two"), "image/webp");
  const other = await diskBlobs(folder);
  expect(await other.get(key)).toEqual({ bytes: Buffer.from("two"), mediaType: "image/webp" });
  expect((await filesIn(folder)).length).toBe(2);

  await other.delete(key);
  await other.delete(key);
  expect(await blobs.get(key)).toBeUndefined();
  expect(await blobs.get(key.replace("full", "thumbnail"))).toMatchObject({ bytes: Buffer.from("small") });
});

test("readers see one whole version while many writers replace it", async () => {
  const blobs = await diskBlobs(folder);
  const key = keyOf("full");
  const versions = Array.from({ length: 20 }, (_, index) => Buffer.alloc(300_000, index));
  await blobs.put(key, Buffer.alloc(300_000, 0), "image/jpeg");
  const writing = Promise.all(versions.map((version) => blobs.put(key, version, "image/jpeg")));
  for (let look = 0; look < 50; look++) {
    const bytes = (await blobs.get(key))?.bytes;
    expect(bytes?.byteLength).toBe(300_000);
    expect(bytes?.every((byte) => byte === bytes[0])).toBe(true);
  }
  await writing;
  expect((await filesIn(folder)).length).toBe(1);
});

test.each([
  "../../etc/passwd",
  "../outside/full",
  "0197aaaa/../../../outside",
  "/etc/passwd",
  "0197aaaa/full/more",
  "0197aaaa/full.jpg",
  "0197aaaa/",
  "0197aaaa",
  "0197AAAA/full",
  "0197aaaa\0/full",
  "0197aaaa/full\n",
  "..../full",
  "",
  `${"a".repeat(65)}/full`,
])("keeps nothing under %j", async (key) => {
  await mkdir(join(parent, "outside"));
  await writeFile(join(parent, "outside", "full.jpg"), "not yours");
  const blobs = await diskBlobs(folder);
  await expect(blobs.put(key, Buffer.from("x"), "image/jpeg")).rejects.toThrow("Not a blob key");
  expect(await blobs.get(key)).toBeUndefined();
  await blobs.delete(key);
  expect(await filesIn(parent)).toEqual(["full.jpg"]);
});

test("a disk that takes no more bytes refuses, keeps the old version and leaves nothing half written", async () => {
  // A limit on file size makes the kernel break a real write off in the middle, without a mount and for root too.
  const script = `
    const { diskBlobs } = await import(process.argv[1]);
    const blobs = await diskBlobs(process.argv[2]);
    await blobs.put("0197aaaa/full", Buffer.from("old"), "image/jpeg");
    const refusal = await blobs.put("0197aaaa/full", Buffer.alloc(1_000_000), "image/jpeg").catch((error) => error);
    console.log(JSON.stringify({ name: refusal?.name, kind: refusal?.kind, message: refusal?.message }));`;
  const { stdout } = await promisify(execFile)("sh", [
    "-c",
    'ulimit -f 100 && exec "$0" "$@"',
    process.execPath,
    "--input-type=module",
    "--eval",
    script,
    join(import.meta.dirname, "blobs.ts"),
    folder,
  ]);
  expect(JSON.parse(stdout)).toEqual({
    name: "Refusal",
    kind: "unavailable",
    message: "The server's disk is full; nothing was saved. Tell its operator.",
  });
  expect(await filesIn(folder)).toEqual(["0197aaaa.full.jpg"]);
  expect(await (await diskBlobs(folder)).get("0197aaaa/full")).toMatchObject({ bytes: Buffer.from("old") });
});

test("any other failure is passed on and leaves nothing half written", async () => {
  const blobs = await diskBlobs(folder);
  await mkdir(join(folder, "aa", "aa", "0197aaaa.full.jpg", "in-the-way"), { recursive: true });
  await expect(blobs.put("0197aaaa/full", Buffer.from("x"), "image/jpeg")).rejects.toMatchObject({
    syscall: "rename",
  });
  expect(await filesIn(folder)).toEqual([]);
});

test("opening sweeps what a killed process left, not what another is writing now", async () => {
  await diskBlobs(folder);
  const [left, current] = ["left", "current"].map((name) => join(folder, "unfinished", name));
  await writeFile(left ?? "", "half");
  await writeFile(current ?? "", "half");
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  await utimes(left ?? "", longAgo, longAgo);
  await diskBlobs(folder);
  expect(await filesIn(folder)).toEqual(["current"]);
});
