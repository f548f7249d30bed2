import type { CaseId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import { forbidden, notFound } from "#domain/refusal.ts";
import { mayWithdraw } from "#domain/recall.ts";
import { findCase } from "#store/cases.ts";
import { appendEvent } from "#store/events.ts";
import { insertRecall } from "#store/recalls.ts";
import { removeCase } from "#store/remove-case.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { queueForgetting } from "./queue-forgetting.ts";

/**
 * Withdraws a case of this institution: it disappears here with all that answers it, and whoever got it is told to delete it
 * and, where they run Consilium, to confirm that by the configured deadline. It cannot be undone.
 *
 * @throws Refusal not-found where there is none, or it comes from elsewhere; forbidden for who is neither its author nor
 * an administrator
 */
export async function withdrawCase(instance: Instance, member: Member, id: CaseId): Promise<void> {
  const { db, config, clock } = instance;
  await db.transaction(async (tx) => {
    const found = await findCase(tx, id, { kind: "member" });
    if (found === undefined || !found.local) throw notFound("case");
    const withdrawnBy = mayWithdraw(member, found.author.id);
    if (withdrawnBy === undefined) {
      throw forbidden("Only whoever asked about a case, or an administrator, can withdraw it.");
    }
    const removed = await removeCase(tx, id);
    if (removed === undefined) throw notFound("case");
    const { pictures, ...facts } = removed;
    const withdrawnAt = clock();
    const dueAt = new Date(withdrawnAt.getTime() + config.recallDeadlineMs);
    await insertRecall(tx, { ...facts, caseId: id, withdrawnBy, withdrawnAt, dueAt });
    await queueForgetting(tx, { pictures, recall: undefined });
    await appendEvent(tx, { type: "CaseWithdrawn", caseId: id });
    // An author's is not recorded: the record would say whose persona it is.
    if (withdrawnBy === "moderator") {
      const agent = { kind: "account", id: member.accountId } as const;
      await recordAudit(instance, tx, { action: "case.withdrawn", agent, object: `Case/${id}` });
    }
  });
}
