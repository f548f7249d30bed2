import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadConfig } from "./config.ts";
import { ConfigError } from "./settings.ts";

const folder = mkdtempSync(path.join(tmpdir(), "consilium-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const file = (text: string): string => {
  files += 1;
  const name = path.join(folder, `file-${files}`);
  writeFileSync(name, text);
  return name;
};

const NO_FILE = path.join(folder, "absent");
const load = (environment: Record<string, string>, envFile = NO_FILE) => loadConfig({}, environment, envFile);

const refusal = (environment: Record<string, string>, envFile = NO_FILE): string => {
  try {
    load(environment, envFile);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("It was accepted");
};

describe("a variable that cannot be used is named, with what is wrong and an example", () => {
  test.each([
    ["ORIGIN", "cases.hospital.example", "an address without a path"],
    ["ORIGIN", "https://cases.hospital.example/", "an address without a path or a final slash"],
    ["ORIGIN", "https://cases.hospital.example/consilium", "an address without a path"],
    ["ORIGIN", "ftp://cases.hospital.example", "an address without a path"],
    ["ORIGIN", "https://user:word@cases.hospital.example", "an address without a path"],
    ["INSTITUTION_NAME", "   ", "a name of 1 to 100 characters"],
    ["INSTITUTION_NAME", "N".repeat(101), "a name of 1 to 100 characters"],
    ["PORT", "80a", "a port from 0 to 65535"],
    ["PORT", "0x50", "a port from 0 to 65535"],
    ["PORT", " ", "a port from 0 to 65535"],
    ["PORT", "65536", "a port from 0 to 65535"],
    ["METRICS_PORT", "-1", "a port from 0 to 65535"],
    ["OIDC_ISSUER", "login.hospital.example", "the issuer's address"],
    ["ALLOW_ORIGINS", "https://peer.example, peer.example", "exact origins, http or https"],
    ["ALLOW_ORIGINS", "https://*.hospital.example/", "exact origins, http or https"],
    ["ROLE", "leader", "one of all, web, worker"],
    ["LOG_LEVEL", "loud", "one of debug, info, warning, error"],
  ])("%s=%s", (name, value, wanted) => {
    const message = refusal({ [name]: value });
    expect(message).toMatch(new RegExp(`^${name}: "`, "u"));
    expect(message).toContain(`"${value}" is not ${wanted}`);
    expect(message).toMatch(new RegExp(` Example: ${name}=\\S`, "u"));
  });

  test.each(["DATABASE_URL", "MIGRATION_DATABASE_URL", "SECRET"])("%s is not shown", (name) => {
    const message = refusal({ [name]: "mysql://root:hunter2@db.hospital.example" });
    expect(message).toMatch(new RegExp(`^${name}: its value is not .+ Example: `, "u"));
    expect(message).not.toContain("hunter2");
  });

  test("each example is accepted by its own variable", () => {
    const examples = [
      ["PORT", "x"],
      ["METRICS_PORT", "x"],
      ["ORIGIN", "x"],
      ["DATABASE_URL", "x"],
      ["MIGRATION_DATABASE_URL", "x"],
      ["ALLOW_ORIGINS", "x"],
      ["ROLE", "x"],
      ["LOG_LEVEL", "x"],
    ] as const;
    for (const [name, wrong] of examples) {
      const [, example = ""] = /Example: \w+=(.+)$/u.exec(refusal({ [name]: wrong })) ?? [];
      expect(() => load({ [name]: example })).not.toThrow();
    }
  });
});

describe("variables that do not go together", () => {
  test("plain http over a network", () => {
    expect(refusal({ ORIGIN: "http://cases.hospital.example" })).toMatch(
      /^ORIGIN: .+ must be https\. Example: ORIGIN=https:/u,
    );
  });

  test.each([
    ["https://cases.hospital.example", "http://127.0.0.1:4000"],
    ["https://cases.hospital.example", "http://login.hospital.example"],
    ["http://northfield.localhost:4001", "http://login.hospital.example"],
  ])("ORIGIN %s with the issuer %s", (ORIGIN, OIDC_ISSUER) => {
    expect(refusal({ ORIGIN, OIDC_ISSUER, OIDC_CLIENT_ID: "consilium" })).toMatch(
      /^OIDC_ISSUER: .+ plain http.+ Example: OIDC_ISSUER=https:/u,
    );
  });

  test("plain http between two that are on this machine", () => {
    const { oidc } = load({ OIDC_ISSUER: "http://127.0.0.1:4000", OIDC_CLIENT_ID: "consilium" });
    expect(oidc).toEqual({ issuer: "http://127.0.0.1:4000", clientId: "consilium", clientSecret: undefined });
  });

  test("half of an identity provider", () => {
    expect(refusal({ OIDC_ISSUER: "https://login.hospital.example" })).toMatch(/^OIDC_CLIENT_ID: is needed/u);
    expect(refusal({ OIDC_CLIENT_ID: "consilium" })).toMatch(/^OIDC_ISSUER: is needed/u);
    expect(refusal({ OIDC_CLIENT_SECRET: "a-long-random-text" })).toMatch(/^OIDC_ISSUER: is needed/u);
  });

  test("a password without its role, or twice", () => {
    const password = { DATABASE_PASSWORD: "hunter2" };
    expect(refusal(password)).toMatch(/^DATABASE_URL: is needed beside DATABASE_PASSWORD/u);
    for (const DATABASE_URL of ["postgres://db.example/consilium", "postgres://a:b@db.example/consilium"]) {
      const message = refusal({ ...password, DATABASE_URL });
      expect(message).toMatch(/^DATABASE_URL: must name a role, and no password/u);
      expect(message).not.toContain("hunter2");
    }
  });
});

describe("where settings come from", () => {
  test("the command line wins over the environment, that over .env, and an empty value counts as none", () => {
    const envFile = file("INSTITUTION_NAME='From the file'\nPORT=4001\nLOG_LEVEL=debug\n");
    const config = loadConfig({ ROLE: "worker" }, { ROLE: "web", PORT: "4002", LOG_LEVEL: "" }, envFile);
    expect(config).toMatchObject({
      role: "worker",
      port: 4002,
      institutionName: "From the file",
      origin: "http://localhost:4002",
    });
    expect(config.logLevel).toBe("info");
  });

  test("nothing at all is a whole configuration", () => {
    expect(load({})).toEqual({
      origin: "http://localhost:3000",
      institutionName: "Consilium",
      host: "127.0.0.1",
      port: 3000,
      metricsPort: 9464,
      dataDir: path.resolve("data"),
      databaseUrl: undefined,
      migrationDatabaseUrl: undefined,
      oidc: undefined,
      allowOrigins: [],
      secret: undefined,
      recallDeadlineMs: 86_400_000,
      statusListSeconds: 600,
      custodianKeys: undefined,
      takesApplications: true,
      openingDelayHours: 24,
      pooling: "inverse-rank",
      role: "all",
      apiRateLimit: 300,
      logLevel: "info",
    });
  });

  test.each([
    ["a line that is no setting", "PORT=4001\n\n# a comment\nORIGIN https://cases.hospital.example\n", 4],
    ["a quote that is not closed", 'PORT=4001\nINSTITUTION_NAME="Northfield\n', 2],
    ["after a value over several lines", 'INSTITUTION_NAME="a\nb\nc"\nPORT: 4001\n', 4],
  ])("%s in .env is refused with its number", (_, text, line) => {
    const envFile = file(text);
    expect(refusal({}, envFile)).toBe(
      `${envFile}: line ${line} is not NAME=value. Example: ORIGIN=https://cases.hospital.example`,
    );
  });

  test("what .env may hold besides: comments, blanks, exports, quotes, Windows line ends", () => {
    const envFile = file(
      "# one\r\n\r\nexport PORT=4001 # two\r\n  INSTITUTION_NAME = 'St. John\"s'\r\nSECRET=\r\n",
    );
    expect(load({}, envFile)).toMatchObject({ port: 4001, institutionName: 'St. John"s' });
  });

  test("an .env that is a folder", () => {
    expect(refusal({}, folder)).toContain(`${folder}: cannot be read: it is a folder.`);
  });

  test("secrets from files, without the line's end", () => {
    const secret = "A".repeat(43);
    const config = load({
      SECRET_FILE: file(`${secret}\n`),
      DATABASE_URL: "postgres://consilium@db.hospital.example:5432/consilium",
      DATABASE_PASSWORD_FILE: file("p/ss @word%\n"),
    });
    expect(config.secret).toBe(secret);
    const url = new URL(config.databaseUrl ?? "");
    expect(decodeURIComponent(url.password)).toBe("p/ss @word%");
    expect([url.username, url.host, url.pathname]).toEqual([
      "consilium",
      "db.hospital.example:5432",
      "/consilium",
    ]);
  });

  test("a secret's file that is missing, given beside the secret, or does not hold one", () => {
    expect(refusal({ SECRET_FILE: NO_FILE })).toBe(
      `SECRET_FILE: "${NO_FILE}" cannot be read: there is no such file. Example: SECRET_FILE=/run/secrets/secret`,
    );
    const twice = refusal({ SECRET: "A".repeat(43), SECRET_FILE: file("B".repeat(43)) });
    expect(twice).toBe("SECRET: is set, and SECRET_FILE too. Keep one of the two.");
    expect(refusal({ SECRET_FILE: file("too short") })).toMatch(/^SECRET: its value is not 32 random bytes/u);
  });
});
