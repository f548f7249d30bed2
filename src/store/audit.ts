import { asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import type { AuditEntry } from "#domain/audit.ts";
import type { Database, Transaction } from "./database.ts";
import { auditEntries } from "./schema/index.ts";

/**
 * The last entry of the record. Nobody else adds one until the transaction ends, so call it as late as possible.
 *
 * @returns `undefined` while there is none
 */
export async function lockLastEntry(tx: Transaction): Promise<AuditEntry | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('consilium.audit'))`);
  const [last] = await tx.select().from(auditEntries).orderBy(desc(auditEntries.sequence)).limit(1);
  return last;
}

export async function insertEntry(tx: Transaction, entry: AuditEntry): Promise<void> {
  await tx.insert(auditEntries).values(entry);
}

const BATCH = 1000;

/** All entries in order, a thousand at a time: there may be millions. */
export async function* readEntries(tx: Database | Transaction): AsyncGenerator<AuditEntry> {
  let after = 0;
  for (;;) {
    const rows = await tx
      .select()
      .from(auditEntries)
      .where(gt(auditEntries.sequence, after))
      .orderBy(asc(auditEntries.sequence))
      .limit(BATCH);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}

/** Where the entry with this hash stands. */
export async function findSequence(tx: Database | Transaction, hash: string): Promise<number | undefined> {
  const [row] = await tx
    .select({ sequence: auditEntries.sequence })
    .from(auditEntries)
    .where(eq(auditEntries.hash, hash))
    .limit(1);
  return row?.sequence;
}

/** The latest entries before one, the newest first. */
export const listEntries = (db: Database, before: number | undefined, limit: number): Promise<AuditEntry[]> =>
  db
    .select()
    .from(auditEntries)
    .where(before === undefined ? undefined : lt(auditEntries.sequence, before))
    .orderBy(desc(auditEntries.sequence))
    .limit(limit);
