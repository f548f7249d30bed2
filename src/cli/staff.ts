import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { importStaff } from "#actions/import-staff.ts";
import { invalid } from "#domain/refusal.ts";
import { STAFF_COLUMNS } from "#domain/staff-list.ts";
import { columns, report } from "./report.ts";
import { withInstance } from "./with-instance.ts";

export const staffCommand = new Command("staff").description(
  "invite the staff whom the institution has verified itself",
);

staffCommand
  .command("import")
  .description(
    `make a one-time link for everybody on a list (CSV: ${STAFF_COLUMNS.join(",")}); nothing is done where a row is faulty`,
  )
  .argument("<file>", "the list")
  .option("--dry-run", "only say what would be done")
  .option("--json", "print JSON")
  .action(async (file: string, { dryRun = false, json }: { dryRun?: boolean; json?: boolean }) => {
    const text = await readFile(file, "utf8").catch(() => {
      throw invalid("file", `${file} cannot be read.`);
    });
    const rows = await withInstance((app) => importStaff(app.instance, text, { dryRun }));
    const isFaulty = rows.some(({ outcome }) => outcome === "faulty");
    report(json, { done: !dryRun && !isFaulty, rows }, [
      ...columns([
        ["line", "outcome", ""],
        ...rows.map(({ line, outcome, link, faults }) => [
          String(line),
          WORDS[outcome],
          link ?? faults?.join(" ") ?? "",
        ]),
      ]),
      ...(isFaulty ? ["Nothing was done: correct these rows and import the list again."] : []),
      ...(dryRun && !isFaulty ? ["Nothing was done yet: this was a dry run."] : []),
    ]);
    if (isFaulty) process.exitCode = 1;
  });

const WORDS = {
  invited: "invited",
  "would-invite": "to invite",
  known: "has an account",
  faulty: "faulty",
} as const;
