import type { AuditAgent } from "#domain/audit.ts";
import type { CaseId } from "#domain/ids.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";

/** Records that somebody read a case that is not for everyone. What cannot be recorded is not shown. */
export const recordRead = (instance: Instance, agent: AuditAgent, caseId: CaseId): Promise<void> =>
  instance.db.transaction((tx) =>
    recordAudit(instance, tx, { action: "case.read", agent, object: `Case/${caseId}` }),
  );
