import { createWriteStream } from "node:fs";
import { cp, mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command } from "commander";
import { invalid } from "#domain/refusal.ts";
import type { Transaction } from "#store/database.ts";
import { exportedTables, readTable, snapshot } from "#store/export.ts";
import { report } from "./report.ts";
import { withInstance } from "./with-instance.ts";

export const exportCommand = new Command("export")
  .description(
    "write everything that this instance holds to a new folder: a JSON line for each row, and the pictures",
  )
  .argument("<folder>", "must be empty or absent")
  .option("--json", "print JSON")
  .action(async (folder: string, { json }: { json?: boolean }) => {
    await requireEmpty(folder);
    const counts = await withInstance(async (app) => {
      const result = await snapshot(app.instance.db, (tx) => writeTables(tx, folder));
      await cp(path.join(app.instance.config.dataDir, "media"), path.join(folder, "media"), {
        recursive: true,
      });
      return result;
    });
    report(json, { folder, rows: counts }, [
      ...Object.entries(counts).map(([table, rows]) => `${table}: ${rows}`),
      `Written to ${folder}. Keep the instance's secret apart: without it the actors' private keys cannot be opened.`,
    ]);
  });

async function requireEmpty(folder: string): Promise<void> {
  let names: readonly string[];
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    names = await readdir(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw invalid("folder", `${folder} cannot be made into a folder (${code}). Name a new one.`);
  }
  if (names.length > 0) throw invalid("folder", `${folder} is not empty. Name a new folder.`);
}

async function writeTables(tx: Transaction, folder: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of exportedTables) {
    let rows = 0;
    const lines = async function* (): AsyncGenerator<string> {
      for await (const line of readTable(tx, table)) {
        rows += 1;
        yield `${line}\n`;
      }
    };
    await pipeline(
      Readable.from(lines()),
      createWriteStream(path.join(folder, `${table}.jsonl`), { mode: 0o600 }),
    );
    counts[table] = rows;
  }
  return counts;
}
