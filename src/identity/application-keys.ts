import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, unlink, writeFile } from "node:fs/promises";
import path from "node:path";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A key for each thing that must be forgotten for good. The keys lie in files of their own, never in the database: what its
 * write-ahead log and its backups keep of the ciphertext says nothing once the key is gone.
 */
export interface ForgettableKeys {
  make(name: string): Promise<Uint8Array>;
  /** `undefined` where it was destroyed. */
  open(name: string): Promise<Uint8Array | undefined>;
  /** Nothing where it is gone already. */
  destroy(name: string): Promise<void>;
  names(): Promise<string[]>;
}

/** @param folder is made where it is missing, for this user only */
export async function forgettableKeys(folder: string): Promise<ForgettableKeys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = (name: string): string => path.join(folder, `${path.basename(name)}.key`);
  const unlessGone = async <Value>(work: Promise<Value>): Promise<Value | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
  };
  return {
    async make(name) {
      const key = randomBytes(KEY_BYTES);
      await writeFile(file(name), key, { mode: 0o600, flag: "wx" });
      return new Uint8Array(key);
    },
    async open(name) {
      const key = await unlessGone(readFile(file(name)));
      return key && new Uint8Array(key);
    },
    async destroy(name) {
      // Overwritten first: on disks that write in place, the blocks of a file outlive its name.
      await unlessGone(writeFile(file(name), randomBytes(KEY_BYTES), { flag: "r+" }));
      await unlessGone(unlink(file(name)));
    },
    async names() {
      return (await readdir(folder)).map((name) => path.basename(name, ".key"));
    },
  };
}

/** Encrypts with AES-256-GCM: nonce, tag, ciphertext. */
export function encryptBytes(key: Uint8Array, content: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), encrypted]));
}

/** Opens what {@link encryptBytes} made. @throws where the key is another one or a byte was changed */
export function decryptBytes(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return new Uint8Array(
    Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]),
  );
}
