import type { AuditAgent } from "#domain/audit.ts";
import type { Verified } from "#domain/attestation.ts";
import type { Role } from "#domain/role.ts";
import { insertInvitation } from "#store/accounts.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { hashToken, newToken } from "./session-token.ts";

const INVITATION_DAYS = 3;

/**
 * Makes a one-time link for somebody who has no hospital sign-in: the first administrator, or a physician whom
 * the institution has verified by other means.
 *
 * @param by who invites; the operator where nobody is named
 * @returns the link; only its hash is kept, so it cannot be shown again
 */
export async function invite(
  instance: Instance,
  roles: readonly Role[],
  verified?: Verified,
  by: AuditAgent = { kind: "operator" },
): Promise<{ readonly link: string; readonly expiresAt: Date }> {
  const token = newToken();
  const expiresAt = new Date(instance.clock().getTime() + INVITATION_DAYS * 86_400_000);
  await instance.db.transaction(async (tx) => {
    await insertInvitation(tx, {
      tokenHash: hashToken(token),
      roles: [...roles],
      profession: verified?.profession ?? null,
      specialty: verified?.specialty ?? null,
      country: verified?.country ?? null,
      expiresAt,
    });
    await recordAudit(instance, tx, {
      action: "account.invited",
      agent: by,
      object: "Invitation/",
      detail: { roles: roles.join(" ") },
    });
  });
  return { link: `${instance.config.origin}/invitation/${token}`, expiresAt };
}
