#!/usr/bin/env node
// Bundles the islands of the pages when their sources have changed since the last time; `--force` does it in any case.
// npm runs it before `start`, `demo` and `test`. Without Vite (a production install leaves it out) the islands that the image
// was built with serve; without any, the pages still work, only plainer.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const target = path.join(root, "src/ui/public/islands");
const stampFile = path.join(target, "sources.sha256");

/** One hash of everything that the bundles are made of, by name and content. */
async function hashSources() {
  const hash = createHash("sha256");
  for (const folder of ["src/ui/islands", "src/domain"]) {
    const names = (await readdir(path.join(root, folder), { recursive: true })).sort();
    for (const name of names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts")))
      hash.update(`${folder}/${name}\0`).update(await readFile(path.join(root, folder, name)));
  }
  for (const file of ["vite.config.ts", "package-lock.json"])
    hash.update(await readFile(path.join(root, file)));
  return hash.digest("hex");
}

async function loadVite() {
  try {
    return await import("vite");
  } catch (error) {
    if (error.code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Two of us may run at once: a file appears whole or not at all. */
async function put(name, content) {
  const temporary = path.join(target, `.${process.pid}-${name}`);
  await writeFile(temporary, content);
  await rename(temporary, path.join(target, name));
}

const stamp = await hashSources();
const last = await readFile(stampFile, "utf8").catch(() => "");
if (last !== stamp || process.argv.includes("--force")) {
  const vite = await loadVite();
  if (vite === undefined) console.warn("The islands of the pages are not built: Vite is not installed.");
  else {
    const { output } = await vite.build({
      root,
      configFile: path.join(root, "vite.config.ts"),
      logLevel: "warn",
      build: { write: false },
    });
    await mkdir(target, { recursive: true });
    for (const file of output) await put(file.fileName, file.type === "chunk" ? file.code : file.source);
    // Last, so that a run that was cut short builds again.
    await put("sources.sha256", stamp);
  }
}
