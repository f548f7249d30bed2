import { z } from "zod";
import type { ApplicantDetails } from "#domain/application.ts";
import type { ApplicationId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import { notFound } from "#domain/refusal.ts";
import { decryptBytes } from "#identity/application-keys.ts";
import { type ApplicationRow, lockWaiting } from "#store/applications.ts";
import type { Transaction } from "#store/database.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { requireRegistrar } from "./require-physician.ts";

export interface OpenApplication {
  readonly row: ApplicationRow;
  readonly details: ApplicantDetails;
  readonly proof: Uint8Array;
}

const detailsShape = z.object({
  name: z.string(),
  licence: z.object({ register: z.string(), number: z.string(), country: z.string() }),
});

/**
 * Shows an application to a registrar; that they looked is on record.
 *
 * @throws Refusal unauthenticated or forbidden for who is no registrar; not-found where it is decided
 */
export async function openApplication(
  instance: Instance,
  member: Member | undefined,
  id: ApplicationId,
): Promise<OpenApplication> {
  const { accountId } = requireRegistrar(member);
  return instance.db.transaction(async (tx) => {
    const opened = await readApplicationRow(instance, tx, id);
    await recordAudit(instance, tx, {
      action: "application.read",
      agent: { kind: "account", id: accountId },
      object: `Application/${id}`,
    });
    return opened;
  });
}

/** @throws Refusal not-found where it is decided, or somebody else decides just now */
export async function readApplicationRow(
  instance: Instance,
  tx: Transaction,
  id: ApplicationId,
): Promise<OpenApplication> {
  const row = await lockWaiting(tx, id);
  const key = row && (await instance.applicationKeys.open(id));
  if (row?.details == null || row.proof === null || key === undefined) throw notFound("application");
  const text = new TextDecoder().decode(decryptBytes(key, row.details));
  return { row, details: detailsShape.parse(JSON.parse(text)), proof: decryptBytes(key, row.proof) };
}
