import type { AccountId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import { conflict, notFound } from "#domain/refusal.ts";
import { setAccountStatus } from "#store/accounts.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { requireAdministrator } from "./require-physician.ts";

/**
 * Suspends somebody: they are signed out everywhere at once and cannot sign in; the attestation of their persona is
 * not renewed and runs out by itself. What they wrote stays.
 *
 * @throws Refusal unauthenticated or forbidden for who is no administrator; conflict for oneself; not-found
 */
export async function suspendAccount(
  instance: Instance,
  member: Member | undefined,
  accountId: AccountId,
): Promise<void> {
  const administrator = requireAdministrator(member);
  if (administrator.accountId === accountId) {
    throw conflict("You cannot suspend yourself: another administrator has to do it.");
  }
  await instance.db.transaction(async (tx) => {
    if (!(await setAccountStatus(tx, accountId, "suspended"))) throw notFound("account");
    await recordAudit(instance, tx, {
      action: "account.suspended",
      agent: { kind: "account", id: administrator.accountId },
      object: `Account/${accountId}`,
    });
  });
}
