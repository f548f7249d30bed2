#!/usr/bin/env node
// Plain JavaScript, so that an older Node can read it and hand over to the Node 24 that the platform packages bring.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const bundled = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url));
const node =
  Number(process.versions.node.split(".")[0]) >= 24 || !existsSync(bundled) ? process.execPath : bundled;
const child = spawnSync(node, [cli, ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = child.status ?? 1;
