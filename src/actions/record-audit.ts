import type { AuditEvent } from "#domain/audit.ts";
import { nextEntry } from "#identity/audit-chain.ts";
import { insertEntry, lockLastEntry } from "#store/audit.ts";
import type { Transaction } from "#store/database.ts";
import type { Instance } from "#instance";

/**
 * Adds an entry to the audit log, in the transaction of what it records: either both are kept or neither. Entries are
 * written one after another, so this is the last thing that a transaction does.
 */
export async function recordAudit(instance: Instance, tx: Transaction, event: AuditEvent): Promise<void> {
  await insertEntry(tx, nextEntry(await lockLastEntry(tx), event, instance.clock()));
}
