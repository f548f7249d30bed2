import type { CaseId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import { conflict, notFound } from "#domain/refusal.ts";
import { findCase } from "#store/cases.ts";
import { appendEvent } from "#store/events.ts";
import { localStreamsOf, removeFromStream } from "#store/streams.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { requireAdministrator } from "./require-physician.ts";

/**
 * Takes a case of this institution out of its streams: the case stays, its author's followers keep it, and the streams'
 * followers, here and elsewhere, are told that it is no longer announced.
 *
 * @throws Refusal unauthenticated or forbidden for who is no administrator; not-found; conflict where it is in no stream
 */
export async function unlistCase(instance: Instance, member: Member | undefined, id: CaseId): Promise<void> {
  const { accountId } = requireAdministrator(member);
  await instance.db.transaction(async (tx) => {
    const found = await findCase(tx, id, { kind: "member" });
    if (found === undefined || !found.local) throw notFound("case");
    const streams = await localStreamsOf(tx, id);
    if (streams.length === 0) throw conflict("This case is in no stream of this institution.");
    for (const streamId of streams) {
      await removeFromStream(tx, streamId, id, instance.clock());
      await appendEvent(tx, { type: "CaseUnlisted", caseId: id, streamId });
    }
    const agent = { kind: "account", id: accountId } as const;
    await recordAudit(instance, tx, { action: "case.unlisted", agent, object: `Case/${id}` });
  });
}
