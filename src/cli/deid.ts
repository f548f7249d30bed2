import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { findIdentifiers } from "#deid/text/find-identifiers.ts";
import { invalid } from "#domain/refusal.ts";
import { columns, report } from "./report.ts";

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file === "-" ? "/dev/stdin" : file).catch((error: unknown) => {
    throw invalid(
      "file",
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid("file", `${file} is no UTF-8 text.`);
  }
}

const textCommand = new Command("text")
  .description("print what may identify somebody in a text file (UTF-8); offsets count UTF-16 units from 0")
  .argument("<file>", "the file, or - for standard input")
  .option("--json", "print JSON")
  .action(async (file: string, { json }: { json?: boolean }) => {
    const text = await readText(file);
    const found = findIdentifiers(text);
    const rows = found.map(({ start, end, kind, rule }) => [
      `${start}–${end}`,
      kind,
      rule,
      text.slice(start, end),
    ]);
    report(
      json,
      found.map(({ start, end, kind, rule }) => ({ start, end, kind, rule })),
      columns([["where", "kind", "rule", "text"], ...rows]),
    );
  });

export const deidCommand = new Command("deid")
  .description("what the de-identification would propose, so that anyone can measure it")
  .addCommand(textCommand);
