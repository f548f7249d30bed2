#!/usr/bin/env node
// Plain JavaScript, so that an older Node can read it and hand over to the Node 24 that the platform packages bring.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const bundled = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url));
const isCurrent = Number(process.versions.node.split(".")[0]) >= 24;

if (isCurrent) {
  await import(cli);
} else if (existsSync(bundled)) {
  const child = spawn(bundled, [cli, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
} else {
  console.error(
    `Consilium needs Node 24; this is ${process.version}. Run npm ci, which brings it, or install Node 24.`,
  );
  process.exitCode = 1;
}
