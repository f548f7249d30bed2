import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";

/** A setting that cannot be used: names the variable, what is wrong, and an example that would be right. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

type Settings = Readonly<Record<string, string | undefined>>;

/** What a file system's error means to an operator. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it",
  EISDIR: "it is a folder",
};

/**
 * Gives each setting from the first that has it: the command line, the environment, the `.env` file. A secret may
 * lie in a file of its own, named by the variable with `_FILE` behind it, as container engines hand them out.
 *
 * @param secrets the variables for which that holds
 * @throws ConfigError for a file that cannot be read, and for a secret that is given both ways
 */
export function settingsFrom(
  options: Settings,
  environment: Settings,
  envFile: string,
  secrets: readonly string[],
): (name: string) => string | undefined {
  const fromFile = readEnvFile(envFile);
  const plain = (name: string): string | undefined => {
    const found = options[name] ?? environment[name] ?? fromFile[name];
    return found === "" ? undefined : found;
  };
  return (name) => {
    const value = plain(name);
    const file = secrets.includes(name) ? plain(`${name}_FILE`) : undefined;
    if (file === undefined) return value;
    if (value !== undefined) {
      throw new ConfigError(`${name}: is set, and ${name}_FILE too. Keep one of the two.`);
    }
    const text = readText(file, `${name}_FILE: "${file}"`, `${name}_FILE=/run/secrets/${name.toLowerCase()}`);
    return text.trim() || undefined;
  };
}

function readText(file: string, what: string, example: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new ConfigError(`${what} cannot be read: ${REASONS[code] ?? code}. Example: ${example}`);
  }
}

const EXAMPLE = "ORIGIN=https://cases.hospital.example";

function readEnvFile(file: string): Settings {
  if (!existsSync(file)) return {};
  const text = readText(file, `${file}:`, EXAMPLE);
  refuseBrokenLines(file, text);
  return parseEnv(text);
}

/** The parser passes over what it does not understand, and the setting that somebody wrote there would be lost. */
function refuseBrokenLines(file: string, text: string): void {
  // A value in quotes may go over several lines: each becomes a comment, so that lines keep their numbers.
  const readable = text.replaceAll(
    /=[ \t]*(["'`])[^]*?\1/gu,
    (quoted) => `=${"\n#".repeat(quoted.split("\n").length - 1)}`,
  );
  for (const [index, line] of readable.split(/\r?\n/u).entries()) {
    if (/^\s*(#.*|(export\s+)?[A-Za-z_]\w*\s*=(?!\s*["'`]).*)?$/u.test(line)) continue;
    throw new ConfigError(`${file}: line ${index + 1} is not NAME=value. Example: ${EXAMPLE}`);
  }
}
