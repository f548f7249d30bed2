import { type ActorId, newId, type ReportId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { invalid, notFound } from "#domain/refusal.ts";
import { findActor } from "#store/actors.ts";
import { insertReport, type ReportRow } from "#store/reports.ts";
import type { Instance } from "#instance";

const MAX_COMMENT_CHARACTERS = 1000;
const MAX_STATUSES = 50;

/**
 * Tells this institution's moderators about somebody, and what of theirs it is about.
 *
 * @param said.statusIds as the client API writes them
 * @throws Refusal not-found; invalid for oneself, or where it is too long
 */
export async function reportAccount(
  instance: Instance,
  { persona }: Person,
  targetId: ActorId,
  said: Pick<ReportRow, "category" | "comment" | "statusIds">,
): Promise<ReportRow> {
  if (targetId === persona.actorId) throw invalid("account_id", "You cannot report yourself.");
  if (said.comment.length > MAX_COMMENT_CHARACTERS) {
    throw invalid("comment", `Say it in at most ${MAX_COMMENT_CHARACTERS} characters.`);
  }
  if ((await findActor(instance.db, targetId)) === undefined) throw notFound("account");
  const row = {
    id: newId<ReportId>(),
    reporterId: persona.actorId,
    targetId,
    ...said,
    statusIds: said.statusIds.slice(0, MAX_STATUSES),
    createdAt: instance.clock(),
  };
  await insertReport(instance.db, row);
  return row;
}
