import { resolve } from "node:path";
import { z } from "zod";
import { DEFAULT_POOLING, POOLING_NAMES, type PoolingName } from "#domain/pooling/rules.ts";
import { MAX_STATUS_LIST_SECONDS } from "#domain/attestation.ts";
import { type CustodianKeys, custodianKeysShape } from "#identity/seal.ts";
import { ConfigError, settingsFrom } from "./settings.ts";

export const PROCESS_ROLES = ["all", "web", "worker"] as const;
export type ProcessRole = (typeof PROCESS_ROLES)[number];

/** Everything that is set from outside, read once at start. */
export interface Config {
  /** Scheme, host and port under which people and other servers reach this instance; no path. */
  readonly origin: string;
  readonly institutionName: string;
  /** Where requests are taken; 127.0.0.1 unless a container needs another. */
  readonly host: string;
  readonly port: number;
  /** Loopback port of /metrics; 0 takes any free one. */
  readonly metricsPort: number;
  /** Absolute folder for the embedded database, media and generated secrets. */
  readonly dataDir: string;
  /** Absent: the embedded Postgres below `dataDir` is used. */
  readonly databaseUrl: string | undefined;
  /** A role that may change the schema; `databaseUrl` where absent. */
  readonly migrationDatabaseUrl: string | undefined;
  /** Absent: nobody signs in by OpenID Connect. */
  readonly oidc:
    | { readonly issuer: string; readonly clientId: string; readonly clientSecret: string | undefined }
    | undefined;
  /** Exact origins that may be fetched although their names resolve to a private address, or over plain http. */
  readonly allowOrigins: readonly string[];
  /** 32 random bytes, base64url; absent: generated once and kept in `dataDir`. */
  readonly secret: string | undefined;
  /** How long a peer may take to confirm that a withdrawn case is gone there. */
  readonly recallDeadlineMs: number;
  /** How long a list of revoked attestations is good for: so soon do other institutions learn of a revocation. */
  readonly statusListSeconds: number;
  /** Absent: identities are not kept, not even sealed. */
  readonly custodianKeys: CustodianKeys | undefined;
  /** Whether strangers can apply to be verified by the registrar. */
  readonly takesApplications: boolean;
  /** How long after the second approval the custodians can take a seal. */
  readonly openingDelayHours: number;
  readonly role: ProcessRole;
  /** Requests that one person's apps may make in five minutes, in each process. */
  readonly apiRateLimit: number;
  /** How the opinions on this institution's own cases are pooled; each case keeps the rule it was posted with. */
  readonly pooling: PoolingName;
  readonly logLevel: "debug" | "info" | "warning" | "error";
}

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\]|[a-z0-9-]+\.localhost)$/u;

/** Whether an origin or address is on this machine; only such ones may do without TLS. */
export const isLoopback = (url: string): boolean => loopbackHost.test(new URL(url).hostname);

const origin = z
  .string()
  .refine(
    (text) =>
      URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol) && new URL(text).origin === text,
  );
const port = z
  .string()
  .regex(/^\d{1,5}$/u)
  .transform(Number)
  .pipe(z.number().max(65_535));
const postgresUrl = z
  .string()
  .refine((text) => /^postgres(ql)?:\/\//u.test(text) && URL.canParse(text) && new URL(text).pathname !== "");

/** Each variable: how it is read, and what to say when it cannot be. */
const variables = {
  ORIGIN: [origin.optional(), "an address without a path or a final slash", "https://cases.hospital.example"],
  INSTITUTION_NAME: [
    z.string().trim().min(1).max(100).optional(),
    "a name of 1 to 100 characters",
    "Northfield Hospital",
  ],
  HOST: [z.string().min(1).optional(), "an address to listen on", "127.0.0.1"],
  PORT: [port.optional(), "a port from 0 to 65535", "3000"],
  METRICS_PORT: [port.optional(), "a port from 0 to 65535", "9464"],
  DATA_DIR: [z.string().min(1).optional(), "a folder", "./data"],
  DATABASE_URL: [
    postgresUrl.optional(),
    "a Postgres address",
    "postgres://consilium:password@127.0.0.1:5432/consilium",
  ],
  MIGRATION_DATABASE_URL: [
    postgresUrl.optional(),
    "a Postgres address",
    "postgres://owner:password@127.0.0.1:5432/consilium",
  ],
  DATABASE_PASSWORD: [
    z.string().min(1).optional(),
    "the password of the role in DATABASE_URL",
    "a-long-random-text",
  ],
  OIDC_ISSUER: [
    z.url({ protocol: /^https?$/u }).optional(),
    "the issuer's address",
    "https://login.hospital.example",
  ],
  OIDC_CLIENT_ID: [z.string().min(1).optional(), "the client id that the provider gave", "consilium"],
  OIDC_CLIENT_SECRET: [
    z.string().min(1).optional(),
    "the client secret that the provider gave",
    "a-long-random-text",
  ],
  ALLOW_ORIGINS: [
    z
      .string()
      .transform((text) => text.split(/[\s,]+/u).filter(Boolean))
      .pipe(z.array(origin))
      .optional(),
    "exact origins, http or https, with a comma between",
    "https://peer.hospital.example,http://southbank.localhost:4002",
  ],
  SECRET: [
    z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/u)
      .optional(),
    "32 random bytes in base64url (43 characters)",
    "made by: openssl rand 32 | basenc --base64url | tr -d =",
  ],
  RECALL_HOURS: [
    z
      .string()
      .regex(/^\d{1,3}$/u)
      .transform(Number)
      .pipe(z.number().min(1).max(720))
      .optional(),
    "a number of hours from 1 to 720",
    "24",
  ],
  STATUS_LIST_SECONDS: [
    z.coerce.number().int().min(1).max(MAX_STATUS_LIST_SECONDS).optional(),
    `a number of seconds from 1 to ${MAX_STATUS_LIST_SECONDS}`,
    "600",
  ],
  CUSTODIAN_KEYS: [
    z
      .string()
      .transform((text, context): unknown => {
        try {
          return JSON.parse(text);
        } catch {
          context.addIssue("not JSON");
          return z.NEVER;
        }
      })
      .pipe(custodianKeysShape)
      .optional(),
    "two different public keys in a JWK Set, as consilium custodian keygen prints them",
    '{"keys":[{"kty":"EC",…},{"kty":"EC",…}]}',
  ],
  APPLICATIONS: [
    z.enum(["open", "closed"]).optional(),
    "open or closed: whether people can apply to the registrar",
    "open",
  ],
  OPENING_DELAY_HOURS: [
    z.coerce.number().min(0).max(720).optional(),
    "a number of hours from 0 to 720",
    "24",
  ],
  ROLE: [z.enum(PROCESS_ROLES).optional(), `one of ${PROCESS_ROLES.join(", ")}`, "all"],
  API_RATE_LIMIT: [
    z.coerce.number().int().min(1).max(1_000_000).optional(),
    "a whole number from 1 to 1000000",
    "300",
  ],
  POOLING: [z.enum(POOLING_NAMES).optional(), `one of ${POOLING_NAMES.join(", ")}`, DEFAULT_POOLING],
  LOG_LEVEL: [
    z.enum(["debug", "info", "warning", "error"]).optional(),
    "one of debug, info, warning, error",
    "info",
  ],
} as const satisfies Record<string, readonly [z.ZodType, string, string]>;

type Variables = { [Name in keyof typeof variables]: z.output<(typeof variables)[Name][0]> };

/** The same table, as one that tells for any name which output goes with it. */
const readers: { readonly [Name in keyof Variables]: readonly [z.ZodType<Variables[Name]>, string, string] } =
  variables;

/** What nobody should read over a shoulder: never shown in an error, and may lie in a file (`SECRET_FILE`). */
const SECRETS = [
  "DATABASE_URL",
  "MIGRATION_DATABASE_URL",
  "DATABASE_PASSWORD",
  "OIDC_CLIENT_SECRET",
  "SECRET",
] as const satisfies readonly (keyof Variables)[];

const isSecret = (name: keyof Variables): boolean => SECRETS.some((secret) => secret === name);

function readVariable<Name extends keyof Variables>(name: Name, text: string | undefined): Variables[Name] {
  const [schema, wanted, example] = readers[name];
  const result = schema.safeParse(text === "" ? undefined : text);
  if (!result.success) {
    const shown = isSecret(name) ? "its value" : `"${text}"`;
    throw new ConfigError(`${name}: ${shown} is not ${wanted}. Example: ${name}=${example}`);
  }
  return result.data;
}

/**
 * Reads the configuration from the environment and, below it, an `.env` file (the environment wins). An empty value
 * counts as none. See {@link settingsFrom} for secrets in files.
 *
 * @param options what the command line says, which wins over both
 * @throws ConfigError naming the first variable that cannot be used
 */
export function loadConfig(
  options: Record<string, string> = {},
  environment: Record<string, string | undefined> = process.env,
  envFile: string = resolve(".env"),
): Config {
  const setting = settingsFrom(options, environment, envFile, SECRETS);
  const read = <Name extends keyof Variables>(name: Name): Variables[Name] =>
    readVariable(name, setting(name));

  const listenPort = read("PORT") ?? 3000;
  const ownOrigin = read("ORIGIN") ?? `http://localhost:${listenPort}`;
  if (ownOrigin.startsWith("http:") && !isLoopback(ownOrigin)) {
    throw new ConfigError(
      `ORIGIN: "${ownOrigin}" is reached over a network and must be https. Example: ORIGIN=https://cases.hospital.example`,
    );
  }
  return Object.freeze({
    origin: ownOrigin,
    institutionName: read("INSTITUTION_NAME") ?? "Consilium",
    host: read("HOST") ?? "127.0.0.1",
    port: listenPort,
    metricsPort: read("METRICS_PORT") ?? 9464,
    dataDir: resolve(read("DATA_DIR") ?? "./data"),
    databaseUrl: withPassword(read("DATABASE_URL"), read("DATABASE_PASSWORD")),
    migrationDatabaseUrl: read("MIGRATION_DATABASE_URL"),
    oidc: checkedProvider(ownOrigin, read("OIDC_ISSUER"), read("OIDC_CLIENT_ID"), read("OIDC_CLIENT_SECRET")),
    allowOrigins: read("ALLOW_ORIGINS") ?? [],
    secret: read("SECRET"),
    recallDeadlineMs: (read("RECALL_HOURS") ?? 24) * 3_600_000,
    statusListSeconds: read("STATUS_LIST_SECONDS") ?? 600,
    custodianKeys: read("CUSTODIAN_KEYS"),
    takesApplications:
      (read("APPLICATIONS") ?? (read("OIDC_ISSUER") === undefined ? "open" : "closed")) === "open",
    openingDelayHours: read("OPENING_DELAY_HOURS") ?? 24,
    role: read("ROLE") ?? "all",
    apiRateLimit: read("API_RATE_LIMIT") ?? 300,
    pooling: read("POOLING") ?? DEFAULT_POOLING,
    logLevel: read("LOG_LEVEL") ?? "info",
  });
}

function withPassword(databaseUrl: string | undefined, password: string | undefined): string | undefined {
  if (password === undefined) return databaseUrl;
  const example = "Example: DATABASE_URL=postgres://consilium@127.0.0.1:5432/consilium";
  if (databaseUrl === undefined) {
    throw new ConfigError(`DATABASE_URL: is needed beside DATABASE_PASSWORD. ${example}`);
  }
  const url = new URL(databaseUrl);
  if (url.username === "" || url.password !== "") {
    throw new ConfigError(
      `DATABASE_URL: must name a role, and no password, beside DATABASE_PASSWORD. ${example}`,
    );
  }
  url.password = encodeURIComponent(password);
  return url.href;
}

function checkedProvider(
  ownOrigin: string,
  issuer: string | undefined,
  clientId: string | undefined,
  clientSecret: string | undefined,
): Config["oidc"] {
  if (issuer === undefined) {
    if (clientId === undefined && clientSecret === undefined) return undefined;
    throw new ConfigError(
      "OIDC_ISSUER: is needed beside the other OIDC_ variables. Example: OIDC_ISSUER=https://login.hospital.example",
    );
  }
  if (clientId === undefined) {
    throw new ConfigError("OIDC_CLIENT_ID: is needed beside OIDC_ISSUER. Example: OIDC_CLIENT_ID=consilium");
  }
  if (issuer.startsWith("http:") && !(isLoopback(issuer) && isLoopback(ownOrigin))) {
    throw new ConfigError(
      `OIDC_ISSUER: "${issuer}" is plain http, which is accepted only where it and ORIGIN are on this machine. Example: OIDC_ISSUER=https://login.hospital.example`,
    );
  }
  return { issuer, clientId, clientSecret };
}
