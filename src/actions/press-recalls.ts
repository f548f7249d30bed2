import { findActor } from "#store/actors.ts";
import {
  findRecall,
  listOpenDebts,
  type OpenDebt,
  recordRecallAnswer,
  repeatDeletes,
  stopRestrictedDeliveries,
} from "#store/recalls.ts";
import type { Instance } from "#instance";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** After this no server is asked again; an administrator sees that it never answered. */
const PRESSED_FOR_MS = 30 * DAY_MS;
/** Servers in one run; the next one takes those after them. */
const LOOKED_AT = 100;

/**
 * Follows up on withdrawn cases. Servers that sign no receipts are looked at after an hour, and again every hour; those that
 * owe are sent the Delete again every day for a month; what waits of restricted cases for those that are late is given up.
 */
export async function pressRecalls(instance: Instance): Promise<void> {
  const now = instance.clock();
  const ago = (ms: number): Date => new Date(now.getTime() - ms);
  await stopRestrictedDeliveries(instance.db, now);
  await repeatDeletes(instance.db, ago(DAY_MS), ago(PRESSED_FOR_MS));
  const debts = await listOpenDebts(
    instance.db,
    { before: ago(HOUR_MS), since: ago(PRESSED_FOR_MS) },
    LOOKED_AT,
  );
  for (const debt of debts) await lookInto(instance, debt);
}

async function lookInto(
  { db, clock, remote }: Instance,
  { caseId, uri, host, inbox }: OpenDebt,
): Promise<void> {
  const recall = await findRecall(db, caseId);
  const author = recall && (await findActor(db, recall.authorId));
  if (author === undefined) return;
  const kind = await remote.lookForCopy(inbox, { uri, authorHandle: author.username });
  if (kind !== undefined) await recordRecallAnswer(db, { caseId, host, kind, at: clock() });
}
