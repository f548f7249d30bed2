import { mkdir, open, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import type { EncodedImage } from "#domain/image.ts";
import { unavailable } from "#domain/refusal.ts";
import { isDiskFull } from "./disk-full.ts";

type BlobMediaType = EncodedImage["mediaType"];

interface StoredBlob {
  readonly bytes: Uint8Array;
  readonly mediaType: BlobMediaType;
}

/**
 * Keeps bytes under keys such as `0197…-…/full`: hexadecimal digits and dashes, a slash, a lower-case word.
 * `put` replaces what was there, wholly or not at all; a key that is not of this form is a mistake of the program.
 * `get` and `delete` take any text, since keys come from addresses: nothing is kept under a malformed one.
 */
export interface BlobStore {
  put(key: string, bytes: Uint8Array, mediaType: BlobMediaType): Promise<void>;
  get(key: string): Promise<StoredBlob | undefined>;
  delete(key: string): Promise<void>;
}

const KEY = /^(?<id>[0-9a-f-]{4,64})\/(?<part>[a-z]{1,32})$/u;
const EXTENSION: Record<BlobMediaType, string> = { "image/jpeg": "jpg", "image/webp": "webp" };
const MEDIA_TYPES: readonly BlobMediaType[] = ["image/jpeg", "image/webp"];
const STALE_AFTER_MS = 60 * 60 * 1000;

/**
 * Opens a blob store in `folder`, which is made if it is absent; several processes may share it. A blob is one file
 * that any viewer opens. Throws a Refusal `unavailable` from `put` when the disk is full, and keeps nothing half written.
 */
export async function diskBlobs(folder: string): Promise<BlobStore> {
  const unfinished = join(folder, "unfinished");
  await mkdir(unfinished, { recursive: true });
  await removeStale(unfinished);

  /** Where a blob lies, without its extension. The last digits of a UUIDv7 are random, the first would crowd one folder. */
  const locate = (key: string): { shard: string; stem: string } | undefined => {
    const { id, part } = KEY.exec(key)?.groups ?? {};
    if (id === undefined || part === undefined) return undefined;
    const shard = join(folder, id.slice(-2), id.slice(-4, -2));
    return { shard, stem: join(shard, `${id}.${part}`) };
  };

  return {
    async put(key, bytes, mediaType) {
      const place = locate(key);
      if (place === undefined) throw new Error(`Not a blob key: ${JSON.stringify(key)}`);
      const temporary = join(unfinished, crypto.randomUUID());
      try {
        await mkdir(place.shard, { recursive: true });
        await writeDurably(temporary, bytes);
        await rename(temporary, `${place.stem}.${EXTENSION[mediaType]}`);
      } catch (error) {
        await rm(temporary, { force: true });
        if (isDiskFull(error))
          throw unavailable("The server's disk is full; nothing was saved. Tell its operator.");
        throw error;
      }
      await syncFolder(place.shard);
      for (const other of MEDIA_TYPES) {
        if (other !== mediaType) await rm(`${place.stem}.${EXTENSION[other]}`, { force: true });
      }
    },

    async get(key) {
      const place = locate(key);
      if (place === undefined) return undefined;
      for (const mediaType of MEDIA_TYPES) {
        const bytes = await readIfThere(`${place.stem}.${EXTENSION[mediaType]}`);
        if (bytes !== undefined) return { bytes, mediaType };
      }
      return undefined;
    },

    async delete(key) {
      const place = locate(key);
      if (place === undefined) return;
      for (const mediaType of MEDIA_TYPES) await rm(`${place.stem}.${EXTENSION[mediaType]}`, { force: true });
    },
  };
}

/** Writes a new file and returns when the disk, not only the cache, holds it. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o640);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename survives a power failure only once its folder is on the disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What a killed process left unfinished. Younger files may be another process's work of this moment. */
async function removeStale(unfinished: string): Promise<void> {
  for (const name of await readdir(unfinished)) {
    const path = join(unfinished, name);
    const found = await stat(path).catch(ifAbsent);
    if (found !== undefined && Date.now() - found.mtimeMs > STALE_AFTER_MS) await rm(path, { force: true });
  }
}

const readIfThere = (path: string): Promise<Uint8Array | undefined> => readFile(path).catch(ifAbsent);

function ifAbsent(error: unknown): undefined {
  if (codeOf(error) !== "ENOENT") throw error;
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
