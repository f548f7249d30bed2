import { createHash, type Hash } from "node:crypto";
import { isCodeSystem } from "#domain/diagnosis.ts";
import { invalid } from "#domain/refusal.ts";
import { isIcdLine, readIcdLine } from "#domain/terms/read-icd-line.ts";
import { readTermTable } from "#domain/terms/read-term-table.ts";
import { type FileLine, splitLines } from "#domain/terms/split-lines.ts";
import type { RowResult } from "#domain/terms/term.ts";
import type { Transaction } from "#store/database.ts";
import { applyRows, countChanges, resolveRows, type TermChanges } from "#store/terms/apply-rows.ts";
import { rememberEdition } from "#store/terms/editions.ts";
import {
  type NumberedRow,
  openStage,
  type RowFault,
  stageFaults,
  stageRows,
} from "#store/terms/stage-rows.ts";
import type { Instance } from "#instance";

export interface TermImport {
  /** The bytes of the file, in pieces of any size. */
  readonly file: AsyncIterable<Uint8Array>;
  /** What codes of this file are called; found in the file for ICD-10-CM and the Disease Ontology. */
  readonly system?: string | undefined;
  /** Whether the file is a whole edition, so that what it leaves out is retired. */
  readonly isComplete?: boolean | undefined;
  /** Only says what would change. */
  readonly isDryRun?: boolean | undefined;
  /** Is told of every row that cannot be taken, in no particular order. */
  readonly onFault?: ((fault: RowFault) => void) | undefined;
}

export interface TermImportReport extends TermChanges {
  readonly system: string;
  readonly rows: number;
  readonly faults: number;
  /** Columns of the file that say nothing to us. */
  readonly ignoredColumns: readonly string[];
  /** False after a dry run, and where a single row is at fault. */
  readonly applied: boolean;
}

const BATCH = 1000;

/**
 * Imports a terminology: a table with a head (`read-term-table.ts`) or ICD-10-CM's own text file (`read-icd-line.ts`). All or
 * nothing: with one row at fault nothing changes. A later import of the same file changes nothing, of a later edition what
 * is new in it; codes are never taken away, so that who has used one still finds it. Memory does not grow with the file.
 *
 * @throws Refusal invalid where the file is neither, is not UTF-8, or does not say which system its codes are of
 */
export async function importTerms(
  instance: Pick<Instance, "db" | "clock">,
  options: TermImport,
): Promise<TermImportReport> {
  const hash = createHash("sha256");
  const lines = splitLines(hashing(options.file, hash));
  const format = await readHead(lines, options.system);
  const { system } = format;
  const isComplete = options.isComplete === true;
  let faults = 0;
  const report = (fault: RowFault): void => {
    faults += 1;
    options.onFault?.(fault);
  };
  return instance.db.transaction(async (tx) => {
    await openStage(tx);
    const rows = await stageFile(tx, format, lines, report);
    for await (const fault of stageFaults(tx, system)) report(fault);
    await resolveRows(tx, system);
    const changes = await countChanges(tx, system, isComplete);
    const applied = faults === 0 && options.isDryRun !== true;
    if (applied) {
      await applyRows(tx, system, isComplete);
      await rememberEdition(tx, { system, digest: hash.digest("hex"), importedAt: instance.clock() });
    }
    return { system, rows, ...changes, faults, ignoredColumns: format.ignored, applied };
  });
}

async function* hashing(file: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of file) {
    hash.update(chunk);
    yield chunk;
  }
}

/** How the rows of the file are read. */
interface Format {
  readonly system: string;
  readonly ignored: readonly string[];
  readonly read: (line: string) => RowResult;
  /** Lines that were looked at to find that out, and are rows. */
  readonly looked: readonly FileLine[];
}

async function readHead(lines: AsyncGenerator<FileLine>, asked: string | undefined): Promise<Format> {
  if (asked !== undefined && !isCodeSystem(asked)) {
    throw invalid(
      "system",
      `“${asked}” cannot name a system of codes. Small letters and digits, as in doid.`,
    );
  }
  const first = await lines.next();
  const head = first.done === true ? "" : (first.value.text ?? "");
  if (first.done !== true && isIcdLine(head)) {
    return { system: asked ?? "icd10cm", ignored: [], read: readIcdLine, looked: [first.value] };
  }
  const table = readTermTable(head);
  if (table === undefined) {
    throw invalid(
      "file",
      "The first line is neither the head of a table with tabs between id, label, parents, icd10cm and exact_synonyms, nor a line of ICD-10-CM.",
    );
  }
  const second = await lines.next();
  const looked = second.done === true ? [] : [second.value];
  const system = asked ?? (looked[0]?.text?.startsWith("DOID:") === true ? "doid" : undefined);
  if (system === undefined) {
    throw invalid("system", "Say with --system what the codes of this table are called, as in --system sct.");
  }
  return { system, ignored: table.ignored, read: table.read, looked };
}

async function stageFile(
  tx: Transaction,
  { read, looked }: Format,
  lines: AsyncIterable<FileLine>,
  report: (fault: RowFault) => void,
): Promise<number> {
  let rows = 0;
  let batch: NumberedRow[] = [];
  const take = async ({ line, text }: FileLine): Promise<void> => {
    rows += 1;
    const result = text === undefined ? { fault: "Is longer than any row can be." } : read(text);
    if ("fault" in result) report({ line, message: result.fault });
    else batch.push({ line, row: result.row });
    if (batch.length < BATCH) return;
    await stageRows(tx, batch);
    batch = [];
  };
  for (const line of looked) await take(line);
  for await (const line of lines) await take(line);
  if (batch.length > 0) await stageRows(tx, batch);
  return rows;
}
