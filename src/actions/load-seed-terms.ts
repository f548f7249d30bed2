import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { editionOf } from "#store/terms/editions.ts";
import type { Instance } from "#instance";
import { importTerms } from "./import-terms.ts";

/** What the codes of the project's own list are called; every instance ships the same. */
const SEED_SYSTEM = "consilium";
const SEED_FILE = fileURLToPath(new URL("../domain/terms/diagnoses.tsv", import.meta.url));

/**
 * Takes the project's own list of diagnoses in, at the first start and after an update that changed it.
 *
 * @throws Error where the list is broken, which its test would have found
 */
export async function loadSeedTerms(instance: Pick<Instance, "db" | "clock">): Promise<void> {
  const digest = createHash("sha256")
    .update(await readFile(SEED_FILE))
    .digest("hex");
  if ((await editionOf(instance.db, SEED_SYSTEM)) === digest) return;
  const faults: string[] = [];
  const { applied } = await importTerms(instance, {
    file: createReadStream(SEED_FILE),
    system: SEED_SYSTEM,
    isComplete: true,
    onFault: ({ line, message }) => faults.push(`line ${line}: ${message}`),
  });
  if (!applied) throw new Error(`The list of diagnoses cannot be loaded: ${faults.join("; ")}`);
}
