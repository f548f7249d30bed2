import type { AuditAgent } from "#domain/audit.ts";
import { readStaffList, type StaffRow } from "#domain/staff-list.ts";
import { sealIdentity } from "#identity/seal.ts";
import { subjectHash } from "#identity/secrets.ts";
import { findAccountBySubject, insertInvitation } from "#store/accounts.ts";
import type { Transaction } from "#store/database.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";
import { hashToken, newToken } from "./session-token.ts";

const LINK_DAYS = 14;

/** What became of a row, or would become of it. */
export interface ImportedRow {
  readonly line: number;
  readonly outcome: "invited" | "would-invite" | "known" | "faulty";
  /** The one-time link; it is shown only now. */
  readonly link?: string;
  readonly faults?: readonly string[];
}

/**
 * Invites everybody on a staff list whom the institution has verified itself. All rows or none: where one is faulty nothing is
 * done. Who has an account already is passed over.
 *
 * @param options.dryRun says what would be done, and does nothing
 * @throws Refusal invalid where the file as such cannot be read
 */
export async function importStaff(
  instance: Instance,
  text: string,
  options: { readonly dryRun: boolean; readonly by?: AuditAgent },
): Promise<ImportedRow[]> {
  const { by = { kind: "operator" } } = options;
  const rows = readStaffList(text);
  const isWhole = rows.every((row) => row.ok);
  return instance.db.transaction(async (tx) => {
    const report: ImportedRow[] = [];
    for (const row of rows) report.push(await importRow(instance, tx, row, isWhole && !options.dryRun));
    const invited = report.filter(({ outcome }) => outcome === "invited").length;
    if (invited > 0) {
      await recordAudit(instance, tx, {
        action: "account.invited",
        agent: by,
        object: "Invitation/",
        detail: { roles: "physician", count: String(invited) },
      });
    }
    return report;
  });
}

async function importRow(
  instance: Instance,
  tx: Transaction,
  row: StaffRow,
  isDone: boolean,
): Promise<ImportedRow> {
  const { line } = row;
  if (!row.ok) {
    return {
      line,
      outcome: "faulty",
      faults: row.faults.map(({ field, message }) => `${field}: ${message}`),
    };
  }
  const { details, verified } = row.person;
  const { register, number } = details.licence;
  const hash = subjectHash(instance.keys.subjectHashing, `register:${register}`, number);
  if ((await findAccountBySubject(tx, hash)) !== undefined) return { line, outcome: "known" };
  if (!isDone) return { line, outcome: "would-invite" };
  const { custodianKeys, origin } = instance.config;
  const token = newToken();
  await insertInvitation(tx, {
    tokenHash: hashToken(token),
    roles: ["physician"],
    profession: verified.profession,
    specialty: verified.specialty ?? null,
    grade: verified.grade ?? null,
    country: verified.country,
    subjectHash: hash,
    seal: custodianKeys === undefined ? null : await sealIdentity({ ...details }, custodianKeys),
    expiresAt: new Date(instance.clock().getTime() + LINK_DAYS * 86_400_000),
  });
  return { line, outcome: "invited", link: `${origin}/invitation/${token}` };
}
