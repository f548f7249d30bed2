import type { AccountId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import { notFound } from "#domain/refusal.ts";
import { setAccountStatus } from "#store/accounts.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { requireAdministrator } from "./require-physician.ts";

/**
 * Ends a suspension: the person can sign in again, and the attestation of their persona is renewed again.
 *
 * @throws Refusal unauthenticated or forbidden for who is no administrator; not-found
 */
export async function reinstateAccount(
  instance: Instance,
  member: Member | undefined,
  accountId: AccountId,
): Promise<void> {
  const administrator = requireAdministrator(member);
  await instance.db.transaction(async (tx) => {
    if (!(await setAccountStatus(tx, accountId, "active"))) throw notFound("account");
    await recordAudit(instance, tx, {
      action: "account.reinstated",
      agent: { kind: "account", id: administrator.accountId },
      object: `Account/${accountId}`,
    });
  });
}
