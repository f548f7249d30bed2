import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { ImageId } from "#domain/ids.ts";
import type { DeidentifiedImage } from "#domain/image.ts";
import { unavailable } from "#domain/refusal.ts";
import { isDiskFull } from "#media/disk-full.ts";
import { markDeidentified } from "./mark-deidentified.ts";

/** Pictures of cases that are not released: sealed under a key of their draft, apart from blobs and backups. */
export interface DraftImages {
  /** @throws Refusal unavailable where the disk is full; nothing is kept then */
  keep(id: ImageId, image: DeidentifiedImage, key: string): Promise<void>;
  /** `undefined` where it was forgotten. @throws Error where the file was changed or the key is another one */
  open(id: ImageId, key: string): Promise<DeidentifiedImage | undefined>;
  forget(id: ImageId): Promise<void>;
  /** Forgets what was kept before `time`, whosever it was: a process that died may have left what no draft names. */
  forgetBefore(time: Date): Promise<void>;
}

/** Makes the key of a draft: 256 bits, base64url. */
export const newDraftKey = (): string => randomBytes(32).toString("base64url");

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Opens the store of drafts' pictures in `folder`, which is made if it is absent; several processes may share it. */
export async function draftImages(folder: string): Promise<DraftImages> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const locate = (id: ImageId): string => path.join(folder, `${id}.sealed`);
  return {
    async keep(id, image, key) {
      try {
        await writeFile(locate(id), seal(pack(image), id, key), { mode: 0o600 });
      } catch (error) {
        await rm(locate(id), { force: true });
        if (isDiskFull(error)) {
          throw unavailable("The server's disk is full; the picture was not kept. Tell its operator.");
        }
        throw error;
      }
    },
    async open(id, key) {
      try {
        return unpack(unseal(await readFile(locate(id)), id, key));
      } catch (error) {
        return ifAbsent(error);
      }
    },
    async forget(id) {
      await rm(locate(id), { force: true });
    },
    async forgetBefore(time) {
      for (const name of await readdir(folder)) {
        const file = path.join(folder, name);
        // Another process may be faster.
        const found = await stat(file).catch(ifAbsent);
        if (found !== undefined && found.mtime < time) await rm(file, { force: true });
      }
    },
  };
}

function ifAbsent(error: unknown): undefined {
  if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
}

/** AES-256-GCM; the image's id is authenticated too, so that one picture cannot be put in another's place. */
function seal(bytes: Uint8Array, id: ImageId, key: string): Uint8Array {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key, "base64url"), iv).setAAD(Buffer.from(id));
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function unseal(sealed: Buffer, id: ImageId, key: string): Buffer {
  const decipher = createDecipheriv(
    "aes-256-gcm",
    Buffer.from(key, "base64url"),
    sealed.subarray(0, IV_BYTES),
  )
    .setAAD(Buffer.from(id))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
}

/** The line of JSON at the head of a sealed file. */
const headSchema = z.object({
  facts: z.object({
    mediaType: z.enum(["image/jpeg", "image/webp"]),
    width: z.int(),
    height: z.int(),
    blurhash: z.string(),
  }),
  fullBytes: z.int(),
});

/** A JSON line with the facts and the length of the full size, then both sizes. */
function pack({ full, thumbnail, ...facts }: DeidentifiedImage): Uint8Array {
  const head = Buffer.from(`${JSON.stringify({ facts, fullBytes: full.byteLength })}\n`);
  return Buffer.concat([head, full, thumbnail]);
}

/** What {@link pack} was given: only what carries the seal of this server comes here. */
function unpack(bytes: Buffer): DeidentifiedImage {
  const end = bytes.indexOf("\n");
  const { facts, fullBytes } = headSchema.parse(JSON.parse(bytes.toString("utf8", 0, end)));
  const full = bytes.subarray(end + 1, end + 1 + fullBytes);
  const thumbnail = bytes.subarray(end + 1 + fullBytes);
  return markDeidentified({ ...facts, full, thumbnail });
}
