import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { type CaseId, parseId } from "#domain/ids.ts";
import { invalid } from "#domain/refusal.ts";
import { listReceipts } from "#store/recalls.ts";
import { report } from "./report.ts";
import { withInstance } from "./with-instance.ts";

const verifyCommand = new Command("verify")
  .description("check a receipt, or a list of them, without asking anybody")
  .argument("<file>", "what the page Health or `receipts export` gave")
  .option("--json", "print JSON")
  .action(async (path: string, { json }: { json?: boolean }) => {
    const file = await readReceipts(path);
    const { checkReceipt } = await import("#federation/receipt.ts");
    const verdicts = await Promise.all((Array.isArray(file) ? file : [file]).map(checkReceipt));
    if (verdicts.length === 0) throw invalid("file", `${path} is an empty list: it holds no receipt.`);
    report(
      json,
      Array.isArray(file) ? verdicts : verdicts[0],
      verdicts.map((verdict) =>
        verdict.ok
          ? `valid: ${verdict.peer} confirmed at ${verdict.confirmedAt} that ${verdict.case} is gone there`
          : `not valid (${verdict.fault}): ${verdict.message}`,
      ),
    );
    if (!verdicts.every(({ ok }) => ok)) process.exitCode = 1;
  });

const exportCommand = new Command("export")
  .description("print the receipts for a withdrawn case, for `receipts verify`")
  .argument("<case>", "its address, or the last part of that")
  .action(async (address: string) => {
    const id = parseId<CaseId>(address.split("/").at(-1) ?? "");
    if (id === undefined) throw invalid("case", `${address} is not the address of a case.`);
    const receipts = await withInstance((app) => listReceipts(app.instance.db, id));
    report(true, receipts, []);
  });

export const receiptsCommand = new Command("receipts")
  .description("the confirmations of other institutions that withdrawn cases are gone there")
  .addCommand(verifyCommand)
  .addCommand(exportCommand);

/** @throws Refusal invalid where the file cannot be read, or is no JSON */
async function readReceipts(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalid("file", `${path} cannot be read: ${why}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("file", `${path} is not JSON.`);
  }
}
