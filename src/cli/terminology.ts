import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Command } from "commander";
import { importTerms } from "#actions/import-terms.ts";
import { invalid } from "#domain/refusal.ts";
import { report } from "./report.ts";
import { withInstance } from "./with-instance.ts";

interface Options {
  readonly system?: string;
  readonly complete?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** So many rows at fault are told one by one. */
const MAX_TOLD = 1000;

const importCommand = new Command("import")
  .description(
    "take a terminology in: a table with tabs (id, label, parents, icd10cm, exact_synonyms; abbreviations, de, fr, es), or ICD-10-CM's text file; all or nothing",
  )
  .argument("<file>")
  .option("--system <name>", "what its codes are called, such as sct; found in the file for doid and icd10cm")
  .option("--complete", "the file is a whole edition: retire codes that it leaves out")
  .option("--dry-run", "only say what would change, and what is wrong")
  .option("--json", "print JSON")
  .action(async (file: string, { system, complete, dryRun, json }: Options) => {
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() !== true) throw invalid("file", `There is no file ${file}.`);
    const faults: { readonly line: number; readonly message: string }[] = [];
    const result = await withInstance((app) =>
      importTerms(app.instance, {
        file: createReadStream(file),
        system,
        isComplete: complete,
        isDryRun: dryRun,
        onFault: (fault) => {
          if (faults.length < MAX_TOLD) faults.push(fault);
        },
      }),
    );
    const { rows, added, joined, changed, unchanged, retired, ignoredColumns, applied } = result;
    report(json, { ...result, report: faults }, [
      ...faults.map(({ line, message }) => `line ${line}: ${message}`),
      ...(result.faults > faults.length ? [`… and ${result.faults - faults.length} more.`] : []),
      ...(ignoredColumns.length > 0 ? [`Columns not read: ${ignoredColumns.join(", ")}.`] : []),
      `${result.system}: ${rows} rows, ${result.faults} at fault; ${added} new (${joined} for a known diagnosis), ${changed} changed, ${unchanged} as they were, ${retired} retired.`,
      applied ? "Imported." : "Nothing was changed.",
    ]);
    if (result.faults > 0) process.exitCode = 1;
  });

export const terminologyCommand = new Command("terminology")
  .description("the table of diagnoses that answers are coded with")
  .addCommand(importCommand);
