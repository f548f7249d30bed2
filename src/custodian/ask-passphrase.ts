import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Asks for a passphrase without showing it; where nobody sits at a terminal, takes the next line that comes in. */
export async function askPassphrase(question: string): Promise<string> {
  const isTerminal = process.stdin.isTTY;
  if (isTerminal) process.stderr.write(question);
  const nowhere = new Writable({ write: (_piece, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: isTerminal });
  try {
    return await new Promise<string>((resolve) => {
      lines.once("line", resolve);
      lines.once("close", () => resolve(""));
    });
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write("\n");
  }
}
