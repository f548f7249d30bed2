import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { unavailable } from "#domain/refusal.ts";
import { runCustodian, USAGE } from "../custodian/commands.ts";

const bundle = fileURLToPath(new URL("../custodian/dist/consilium-custodian.mjs", import.meta.url));

export const custodianCommand = new Command("custodian")
  .description("make a custodian's key, open a seal, or write the one file that does both on another machine")
  .helpCommand(false);

for (const [name, description, words] of [
  [
    "keygen",
    "make a key: KEYFILE stays with the custodian, what is printed goes to the institution",
    "<keyfile>",
  ],
  ["open", "open one layer of a seal", "<keyfile> <seal> [out]"],
] as const) {
  custodianCommand
    .command(name)
    .description(description)
    .arguments(words)
    .action(async (...given: readonly unknown[]) => {
      const texts = given.filter((word) => typeof word === "string");
      process.exitCode = await runCustodian([name, ...texts]);
    });
}

custodianCommand
  .command("bundle")
  .description(
    "write the custodian's own program to a file: it runs on Node 20 or newer, without network or other files",
  )
  .argument("<file>", "such as consilium-custodian.mjs; must not be there yet")
  .addHelpText("after", `\n${USAGE}`)
  .action(async (file: string) => {
    const program = await readFile(bundle).catch(() => {
      throw unavailable("The custodian's program is not built here: run npm run build:custodian first.");
    });
    await writeFile(file, program, { flag: "wx" });
    process.stdout.write(`${file} is written. Give it to both custodians.\n`);
  });
