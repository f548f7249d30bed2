import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const FILE = path.resolve(import.meta.dirname, "../RESULTS.md");
const BETWEEN = /(<!-- table -->\n)[^]*?(<!-- \/table -->)/u;

/** Puts the table into RESULTS.md, between its two marks. @throws Error where the marks are not there */
export async function writeResults(table: string, { objects }: { readonly objects: number }): Promise<void> {
  const text = await readFile(FILE, "utf8");
  if (!BETWEEN.test(text))
    throw new Error(`${FILE} has no place for the table: <!-- table --> … <!-- /table -->`);
  const said = `Measured on ${new Date().toISOString().slice(0, 10)} with ${objects.toLocaleString("en")} objects.`;
  // A function, since a `$` in a replacement text would mean something.
  await writeFile(
    FILE,
    text.replace(BETWEEN, (_, before: string, after: string) => `${before}${said}\n\n${table}\n${after}`),
  );
}
