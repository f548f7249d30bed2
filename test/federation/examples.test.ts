import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { captureExamples, type Examples } from "#test/support/examples/capture.ts";

const FILE = new URL("../../federation/FEDERATION.md", import.meta.url);
const BLOCK = /(<!-- example: (?<name>[a-z-]+) -->\n)[^]*?(<!-- \/example -->)/gu;

/** The text with each block between its markers as it was captured. */
const withExamples = (text: string, examples: Examples): string =>
  text.replaceAll(BLOCK, (_all, begin: string, name: string, end: string) => {
    const example = examples.get(name);
    if (example === undefined) throw new Error(`There is no example ${name}`);
    return `${begin}${example}\n${end}`;
  });

/** `npm run federation:examples` runs this with `--update`, which writes the file anew. */
test("the examples of FEDERATION.md are what a running institution sends", async () => {
  const [text, examples] = [await readFile(FILE, "utf8"), await captureExamples()];
  await expect(withExamples(text, examples)).toMatchFileSnapshot(FILE.pathname);
  const shown = [...text.matchAll(BLOCK)].map(({ groups }) => groups?.["name"]);
  expect(new Set(shown), "every example is shown").toEqual(new Set(examples.keys()));
});
