import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { startEmbeddedPostgres } from "#store/embedded-postgres.ts";
import { ensureDatabase } from "#store/ensure-database.ts";
import { endWithMe } from "./end-with-me.ts";
import { freePort } from "./free-port.ts";
import type { HouseAddress } from "./house.ts";
import { startInstitution } from "./institution-process.ts";
import { startOpenIdProvider } from "./openid-provider.ts";
import { type DemoOptions, readOptions, USAGE } from "./options.ts";
import { MAX_READERS, readReadings } from "./readings.ts";
import { readResult, table } from "./result.ts";

const HOUSES = [
  { slug: "northfield", name: "Northfield Hospital" },
  { slug: "southbank", name: "Southbank Society of Dermatology" },
] as const;
/** An author, somebody who only looks, and this house's half of the readers. */
const PEOPLE = 2 + MAX_READERS / HOUSES.length;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

let options: DemoOptions;
try {
  options = readOptions(process.argv.slice(2));
  // A fault of the input shows before anything starts; the scenario reads it for itself.
  if (options.cases !== undefined) await readReadings(options.cases, options.limit);
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(2);
}

const undo: (() => Promise<unknown>)[] = [];
let ending: Promise<void> | undefined;
/** Stops everything that was started, the last first. */
const end = (): Promise<void> =>
  (ending ??= (async () => {
    for (const step of undo.toReversed()) await step();
  })());
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    end().then(
      () => process.exit(signal === "SIGINT" ? 130 : 143),
      () => process.exit(1),
    );
  });
}

try {
  const houses = await openHouses();
  const output = await play(houses);
  const result = readResult(output);
  const printed = [table(result, houses), ...(options.json ? [output.trim()] : [])].join("\n");
  // Exiting before the pipe has taken everything would cut a long result off.
  await new Promise((resolve) => process.stdout.write(`${printed}\n`, resolve));
  if (options.once) {
    await end();
    process.exit(result.complete ? 0 : 1);
  }
  say("Both institutions stay up. Ctrl-C ends them.");
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  await end();
  process.exit(1);
}

/** Two institutions in processes of their own, on one embedded Postgres, with one identity provider for both. */
async function openHouses(): Promise<readonly HouseAddress[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "consilium-demo-"));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({
    folder: path.join(folder, "postgres"),
    onProgress: (step) => say(`${step} …`),
  });
  undo.push(() => postgres.stop());
  const places = await Promise.all(
    HOUSES.map(async ({ slug, name }) => {
      const port = await freePort();
      const people = Array.from({ length: PEOPLE }, (_, index) => `${slug}-${index + 1}`);
      const secret = randomBytes(24).toString("base64url");
      return { slug, name, port, secret, origin: `http://${slug}.localhost:${port}`, people };
    }),
  );
  const provider = await startOpenIdProvider({
    clients: places.map(({ slug, name, origin, secret }) => ({
      id: slug,
      secret,
      name,
      redirectUris: [`${origin}/sign-in/callback`],
    })),
    people: places.flatMap(({ people }) =>
      people.map((login) => ({
        login,
        claims: { profession: "physician", specialty: "dermatology", country: "NO" },
      })),
    ),
  });
  undo.push(() => provider.stop());
  say("Starting both institutions …");
  return Promise.all(
    places.map(async ({ slug, name, port, secret, origin, people }) => {
      const home = path.join(folder, slug);
      await mkdir(home, { mode: 0o700 });
      const institution = await startInstitution({
        name,
        origin,
        logFile: path.join(home, "log.jsonl"),
        environment: {
          ORIGIN: origin,
          PORT: String(port),
          METRICS_PORT: "0",
          INSTITUTION_NAME: name,
          DATA_DIR: home,
          DATABASE_URL: await ensureDatabase(postgres.url, slug),
          SECRET: randomBytes(32).toString("base64url"),
          OIDC_ISSUER: provider.issuer,
          OIDC_CLIENT_ID: slug,
          OIDC_CLIENT_SECRET: secret,
          ALLOW_ORIGINS: places
            .map((place) => place.origin)
            .filter((other) => other !== origin)
            .join(","),
          LOG_LEVEL: "info",
        },
      });
      undo.push(() => institution.stop());
      say(`${name} is process ${institution.pid} at ${origin}`);
      return { name, origin, administratorLink: institution.administratorLink, people };
    }),
  );
}

/** Lets the scenario, which knows addresses only, do what people in browsers would; gives what it found. */
async function play(houses: readonly HouseAddress[]): Promise<string> {
  const scenario = spawn(process.execPath, [path.join(import.meta.dirname, "scenario.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  endWithMe(scenario);
  undo.push(() => Promise.resolve(scenario.kill("SIGTERM")));
  scenario.stdin.end(
    JSON.stringify({
      houses,
      cases: options.cases === undefined ? undefined : path.resolve(options.cases),
      limit: options.limit,
    }),
  );
  const exit = new Promise<number | null>((resolve) => scenario.once("exit", resolve));
  const output = await text(scenario.stdout);
  if ((await exit) !== 0) throw new Error("The scenario did not come to its end.");
  return output;
}
