import { type AuditEntry, type AuditFault, FIRST_PREVIOUS } from "#domain/audit.ts";
import { entryHash } from "#identity/audit-chain.ts";
import { findSequence, readEntries } from "#store/audit.ts";
import type { Transaction } from "#store/database.ts";
import { snapshot } from "#store/export.ts";
import type { Instance } from "#instance";

/** What is known of the end of the log from elsewhere: the place and the hash of an entry, written down earlier. */
export interface AuditCheckpoint {
  readonly sequence: number;
  readonly hash: string;
}

export interface AuditVerdict {
  readonly entries: number;
  /** To be written down elsewhere: against it a tail that is cut off later shows. */
  readonly checkpoint: AuditCheckpoint | undefined;
  readonly faults: readonly AuditFault[];
}

/** Beyond these the log is no use anyway. */
const MAX_FAULTS = 100;

/** Follows the chain of the audit log from its first entry to its last, and says what was changed, removed or moved. */
export const verifyAuditLog = (instance: Instance, known?: AuditCheckpoint): Promise<AuditVerdict> =>
  snapshot(instance.db, async (tx) => {
    const faults: AuditFault[] = [];
    let entries = 0;
    let last: AuditEntry | undefined;
    let isKnownThere = known === undefined;
    for await (const entry of readEntries(tx)) {
      entries += 1;
      if (faults.length < MAX_FAULTS) faults.push(...(await faultsOf(tx, last, entry)));
      isKnownThere ||= entry.sequence === known?.sequence && entry.hash === known.hash;
      last = entry;
    }
    if (known !== undefined && !isKnownThere) faults.push(lost(known, last));
    return { entries, checkpoint: last && { sequence: last.sequence, hash: last.hash }, faults };
  });

async function faultsOf(
  tx: Transaction,
  last: AuditEntry | undefined,
  entry: AuditEntry,
): Promise<AuditFault[]> {
  const { sequence } = entry;
  const faults: AuditFault[] = [];
  const expected = (last?.sequence ?? 0) + 1;
  if (sequence !== expected) {
    const range =
      sequence === expected + 1 ? `Entry ${expected} is` : `Entries ${expected} to ${sequence - 1} are`;
    faults.push({ sequence: expected, kind: "missing", message: `${range} missing.` });
  }
  if (entryHash(entry) !== entry.hash) faults.push(await changedOrMoved(tx, entry));
  else if (sequence === expected && entry.previous !== (last?.hash ?? FIRST_PREVIOUS)) {
    faults.push({
      sequence,
      kind: "changed",
      message: `Entry ${sequence} does not follow the entry that stands before it: one of the two was replaced.`,
    });
  }
  return faults;
}

/** An entry that is whole but for its place was moved: its chain says where it stood. */
async function changedOrMoved(tx: Transaction, entry: AuditEntry): Promise<AuditFault> {
  const { sequence } = entry;
  const before = entry.previous === FIRST_PREVIOUS ? 0 : await findSequence(tx, entry.previous);
  const candidates = before === undefined ? [] : [before + 1];
  // Where the one before it was moved too, its own place is looked for among its neighbours.
  for (let distance = 1; distance <= 10; distance += 1)
    candidates.push(sequence - distance, sequence + distance);
  const place = candidates.find((candidate) => entryHash({ ...entry, sequence: candidate }) === entry.hash);
  return place === undefined
    ? { sequence, kind: "changed", message: `Entry ${sequence} was changed after it was written.` }
    : {
        sequence,
        kind: "reordered",
        message: `Entry ${sequence} was moved: it was written as entry ${place}.`,
      };
}

const lost = (known: AuditCheckpoint, last: AuditEntry | undefined): AuditFault => ({
  sequence: known.sequence,
  kind: "cut-off",
  message:
    last === undefined || last.sequence < known.sequence
      ? `The log ends at entry ${last?.sequence ?? 0}; entry ${known.sequence} was there before.`
      : `Entry ${known.sequence} is another one than was written down.`,
});
