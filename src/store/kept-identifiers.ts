import type { TextIdentifier } from "#domain/identifier.ts";
import type { Transaction } from "./database.ts";
import { keptIdentifiers } from "./schema/index.ts";

/** Records that an author left what was found in a case, an opinion or a comment. */
export async function recordKept(
  tx: Transaction,
  objectId: string,
  found: readonly TextIdentifier[],
  decidedAt: Date,
): Promise<void> {
  if (found.length === 0) return;
  await tx
    .insert(keptIdentifiers)
    .values(found.map(({ field, kind, rule }) => ({ objectId, field, kind, rule, decidedAt })));
}
