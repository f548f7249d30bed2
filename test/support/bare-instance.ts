import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { getLogger } from "@logtape/logtape";
import { draftImages } from "#deid/draft-images.ts";
import { unavailable } from "#domain/refusal.ts";
import { forgettableKeys } from "#identity/application-keys.ts";
import { deriveKeys } from "#identity/secrets.ts";
import { diskBlobs } from "#media/blobs.ts";
import { type OpenDatabase, openDatabase } from "#store/database.ts";
import { loadConfig } from "#config";
import type { Instance } from "#instance";
import { createTestDatabase } from "./database.ts";

/** What actions and federation work on, without ports, workers or other servers. */
export interface BareInstance {
  readonly instance: Instance;
  readonly database: OpenDatabase;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** Makes an instance on a database of its own. Close it at the end of the file. */
export async function createBareInstance(origin: string, institutionName: string): Promise<BareInstance> {
  const [own, folder] = await Promise.all([createTestDatabase(), mkdtemp(path.join(tmpdir(), "consilium-"))]);
  const database = openDatabase(own.url);
  const nobody = () => Promise.reject(unavailable("There are no other servers in this test."));
  return {
    database,
    databaseUrl: own.url,
    instance: {
      config: loadConfig(
        {},
        { ORIGIN: origin, INSTITUTION_NAME: institutionName },
        path.join(folder, ".env"),
      ),
      db: database.db,
      blobs: await diskBlobs(path.join(folder, "media")),
      drafts: await draftImages(path.join(folder, "drafts")),
      log: getLogger("consilium"),
      keys: deriveKeys(randomBytes(32).toString("base64url")),
      applicationKeys: await forgettableKeys(path.join(folder, "applications")),
      clock: () => new Date(),
      remote: {
        findActor: nobody,
        fetchCase: nobody,
        fetchObject: nobody,
        fetchPicture: nobody,
        lookForCopy: nobody,
        checkAttestation: nobody,
        attestationSources: {
          issuerKeys: () => Promise.resolve(undefined),
          statusLists: () => Promise.resolve(undefined),
        },
      },
    },
    async close() {
      await database.close();
      await own.drop();
      await rm(folder, { recursive: true });
    },
  };
}
