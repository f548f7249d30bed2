import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { askPassphrase } from "./ask-passphrase.ts";
import { CustodianFault } from "./fault.ts";
import { makeKey, readKey } from "./key-file.ts";
import { openLayer } from "./open-layer.ts";

export const USAGE = `Keeps one of the two keys that together open a sealed identity. Needs no network.

  keygen KEYFILE              makes your key: KEYFILE is yours alone; what is printed goes to the institution
  open KEYFILE SEAL [OUT]     opens one layer of a seal: what is inside is printed, or written to OUT

The first custodian opens the seal and hands what comes out to the second, who opens that.
`;

/**
 * Runs a custodian's command.
 *
 * @returns how the process ends
 */
export async function runCustodian(words: readonly string[]): Promise<0 | 1 | 2> {
  const { positionals } = parseArgs({ args: [...words], allowPositionals: true, strict: false });
  const [command, keyFile, seal, out] = positionals;
  try {
    if (command === "keygen" && keyFile !== undefined && seal === undefined) await keygen(keyFile);
    else if (command === "open" && keyFile !== undefined && seal !== undefined)
      await open(keyFile, seal, out);
    else {
      process.stderr.write(USAGE);
      return 2;
    }
    return 0;
  } catch (error) {
    const message = messageOf(error);
    if (message === undefined) throw error;
    process.stderr.write(`${message}\n`);
    return 1;
  }
}

async function keygen(keyFile: string): Promise<void> {
  const { file, publicJwk } = await makeKey(await askPassphrase("A passphrase for your key: "));
  // Never over another key: whatever was sealed to it could not be opened any more.
  await writeFile(keyFile, `${file}\n`, { mode: 0o600, flag: "wx" });
  process.stdout.write(`${JSON.stringify(publicJwk)}\n`);
}

async function open(keyFile: string, sealFile: string, out: string | undefined): Promise<void> {
  const [key, seal] = [await readFile(keyFile, "utf8"), await readFile(sealFile, "utf8")];
  const opened = await openLayer(
    seal,
    await readKey(key, await askPassphrase("The passphrase of your key: ")),
  );
  const text = opened.kind === "layer" ? opened.seal : JSON.stringify(opened.claims, undefined, 2);
  if (out === undefined) process.stdout.write(`${text}\n`);
  else await writeFile(out, `${text}\n`, { mode: 0o600, flag: "wx" });
  if (opened.kind === "layer") {
    process.stderr.write("One layer is open. Hand what came out to the other custodian.\n");
  }
}

/** What to tell of a failure that the custodian can mend. */
function messageOf(error: unknown): string | undefined {
  if (error instanceof CustodianFault) return error.message;
  if (!(error instanceof Error && "code" in error && "path" in error)) return undefined;
  switch (error.code) {
    case "EEXIST":
      return `${String(error.path)} is there already and is not written over. Name another file.`;
    case "ENOENT":
      return `There is no file ${String(error.path)}.`;
    default:
      return `${String(error.path)} cannot be used: ${String(error.code)}.`;
  }
}
