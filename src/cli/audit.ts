import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { Command } from "commander";
import { exportAuditLog } from "#actions/export-audit-log.ts";
import { type AuditCheckpoint, verifyAuditLog } from "#actions/verify-audit-log.ts";
import { invalid } from "#domain/refusal.ts";
import { report } from "./report.ts";
import { withInstance } from "./with-instance.ts";

export const auditCommand = new Command("audit").description("check the audit log, or write it out");

auditCommand
  .command("verify")
  .description(
    "follow the chain of the log: says which entry was changed, removed or moved, and ends with 1 then",
  )
  .option("--checkpoint <sequence:hash>", "what an earlier run printed: finds a tail that was cut off")
  .option("--json", "print JSON")
  .action(async ({ checkpoint, json }: { checkpoint?: string; json?: boolean }) => {
    const known = checkpoint === undefined ? undefined : readCheckpoint(checkpoint);
    const verdict = await withInstance((app) => verifyAuditLog(app.instance, known));
    const { entries, faults, checkpoint: end } = verdict;
    report(json, { ok: faults.length === 0, entries, checkpoint: end ?? null, faults }, [
      ...faults.map((fault) => fault.message),
      faults.length === 0
        ? `The log is whole: ${entries} entries.`
        : `${faults.length} faults in ${entries} entries.`,
      ...(end === undefined ? [] : [`Write this down elsewhere: ${end.sequence}:${end.hash}`]),
    ]);
    if (faults.length > 0) process.exitCode = 1;
  });

function readCheckpoint(text: string): AuditCheckpoint {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/u.exec(text) ?? [];
  if (sequence === undefined || hash === undefined) {
    throw invalid(
      "checkpoint",
      "--checkpoint is what an earlier run printed: a number, a colon and 64 digits.",
    );
  }
  return { sequence: Number(sequence), hash };
}

auditCommand
  .command("export")
  .description("write the log as one FHIR R4 bundle of AuditEvents")
  .argument("<file>", "must not be there yet")
  .option("--json", "print JSON")
  .action(async (file: string, { json }: { json?: boolean }) => {
    const output = createWriteStream(file, { mode: 0o600, flags: "wx" });
    const entries = await withInstance((app) =>
      exportAuditLog(app.instance, async (piece) => {
        if (!output.write(piece)) await once(output, "drain");
      }),
    );
    output.end();
    await finished(output);
    report(json, { file, entries }, [`${entries} entries written to ${file}.`]);
  });
