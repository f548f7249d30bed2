import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setDefaultCACertificates, getCACertificates } from "node:tls";
import { parseArgs } from "node:util";
import { freePort } from "#demo/free-port.ts";
import { startOpenIdProvider } from "#demo/openid-provider.ts";
import { removeAfterMyDeath } from "#test/support/remove-after-my-death.ts";
import { startAuthorityProxy } from "./authority.ts";
import { checkClaims, checkConsultation, checkTls, checkUsers, type House } from "./checks.ts";
import { debianPrograms } from "./debian.ts";
import { makeImage } from "./image.ts";
import { startProject } from "./project.ts";

const USAGE = `npm run prod:check [-- --install]
Runs docker-compose.yml twice without a container engine, on Debian's Postgres and Caddy, and lets the two consult each other.
  --install  installs the missing Debian packages first (as root)`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const report = (line: string): void => void process.stdout.write(`ok  ${line}\n`);

const undo: (() => Promise<unknown>)[] = [];
let ending: Promise<void> | undefined;
/** Stops everything that was started, the last first. @throws Error with all that went wrong */
const end = (): Promise<void> =>
  (ending ??= (async () => {
    const faults: unknown[] = [];
    for (const step of undo.toReversed()) await step().catch((error: unknown) => faults.push(error));
    if (faults.length > 0) throw new Error(faults.map(String).join("\n"));
  })());
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    end().then(
      () => process.exit(1),
      () => process.exit(1),
    );
  });
}

const install = readOptions();
try {
  await check();
  const begun = performance.now();
  await end();
  report(`All ended when told to, within ${Math.ceil((performance.now() - begun) / 1000)} s`);
  process.exit(0);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  await end().catch((fault: unknown) => say(String(fault)));
  process.exit(1);
}

/** Whether to install what is missing. */
function readOptions(): boolean {
  try {
    return parseArgs({ options: { install: { type: "boolean", default: false } } }).values.install;
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}

async function check(): Promise<void> {
  const programs = debianPrograms(install);
  const folder = await mkdtemp(path.join(tmpdir(), "consilium-prod-"));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  removeAfterMyDeath(folder);
  // The services run as other users, who pass through.
  await chmod(folder, 0o711);
  say("Making what the image holds …");
  const image = path.join(folder, "image");
  await makeImage(image);

  const places = await Promise.all(
    ["Northfield Hospital", "Southbank Society of Dermatology"].map(async (name) => {
      const slug = name.split(" ")[0]?.toLowerCase() ?? "";
      return {
        name,
        slug,
        origin: `https://${slug}.localhost:${await freePort()}`,
        people: [`${slug}-1`],
        clientSecret: randomBytes(24).toString("base64url"),
      };
    }),
  );
  const providerPort = await freePort();
  const issuer = `https://login.localhost:${await freePort()}`;
  const provider = await startOpenIdProvider({
    port: providerPort,
    issuer,
    clients: places.map(({ slug, name, origin, clientSecret }) => ({
      id: slug,
      name,
      secret: clientSecret,
      redirectUris: [`${origin}/sign-in/callback`],
    })),
    people: places.flatMap(({ people }) =>
      people.map((login) => ({ login, claims: { profession: "physician", specialty: "dermatology" } })),
    ),
  });
  undo.push(() => provider.stop());
  const authority = await startAuthorityProxy({
    folder: path.join(folder, "login"),
    image,
    programs,
    origin: issuer,
    upstream: `127.0.0.1:${providerPort}`,
  });
  undo.push(async () => {
    authority.child.kill("SIGTERM");
    await authority.child.ended;
  });
  setDefaultCACertificates([...getCACertificates("default"), await readFile(authority.certificate, "utf8")]);

  say("Starting both institutions …");
  const started = await Promise.allSettled(
    places.map(async ({ name, slug, origin, people, clientSecret }): Promise<House> => {
      const project = await startProject({
        name,
        folder: path.join(folder, slug),
        image,
        programs,
        authority: authority.folder,
        envFile: [
          `ORIGIN=${origin}`,
          `INSTITUTION_NAME="${name}"`,
          `OIDC_ISSUER=${issuer}`,
          `OIDC_CLIENT_ID=${slug}`,
          `ALLOW_ORIGINS=${places.map((place) => place.origin).join(",")}`,
          `NODE_EXTRA_CA_CERTS=${authority.certificate}`,
        ].join("\n"),
        secrets: {
          database_password: randomBytes(24).toString("base64url"),
          oidc_client_secret: clientSecret,
          secret: randomBytes(32).toString("base64url"),
        },
      });
      undo.push(() => project.stop());
      return { name, origin, people, administratorLink: project.administratorLink, project };
    }),
  );
  const houses = started.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
  for (const house of houses) {
    await checkUsers(house, report);
    await checkTls(house, report);
    await checkClaims(house, report);
  }
  const [northfield, southbank] = houses;
  if (northfield === undefined || southbank === undefined) throw new Error("There are two institutions");
  await checkConsultation(northfield, southbank, report);
}
