import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { createBrowserClient } from "#demo/browser-client.ts";
import { freePort } from "#demo/free-port.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { type Operator, operator } from "#test/support/operator.ts";

// Each test starts whole processes, which takes its time on a machine that has other work.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let desk: Operator;
let database: TestDatabase;
beforeAll(async () => {
  [desk, database] = await Promise.all([operator(), createTestDatabase()]);
});
afterAll(async () => {
  await desk.leave();
  await database.drop();
});

const LINK = /one-time link: (\S+)/u;

describe("on embedded defaults", () => {
  test("a first start tells its address and how to become its administrator; a second one on the folder is refused", async () => {
    const port = String(await freePort());
    const settings = { PORT: port, ORIGIN: `http://northfield.localhost:${port}`, DATA_DIR: "own" };
    const first = desk.start({ ...settings, INSTITUTION_NAME: "Northfield Hospital" });
    const [ready] = await first.said(/^.+ is ready at .+$/mu);
    expect(ready).toMatch(
      new RegExp(`^Northfield Hospital is ready at http://northfield.localhost:${port} after \\d+ ms$`, "u"),
    );
    const [, link = ""] = await first.said(LINK);
    const client = createBrowserClient();
    const readiness = await client.get(`${settings.ORIGIN}/readyz`);
    expect([readiness.status, readiness.text]).toEqual([200, "ready"]);

    const second = desk.start({ ...settings, PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    expect(second.stderr.trim().split("\n")).toEqual([
      expect.stringMatching(
        /own\/postgres is in use by process \d+\. Stop that first, or choose another folder\.$/u,
      ),
    ]);

    const form = await client.get(link);
    const made = await client.submit(form, new URL(link).pathname, {
      login: "administrator",
      password: "a long enough passphrase",
    });
    expect(made.status).toBe(200);
    expect((await client.get(`${settings.ORIGIN}/manage/peers`)).status).toBe(200);
    expect((await createBrowserClient().get(link)).status).not.toBe(200);
    await client.close();

    first.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    const again = desk.start(settings);
    await again.said(/is ready at/u);
    again.kill("SIGTERM");
    expect(await again.ended).toBe(0);
    expect(again.stdout).not.toMatch(LINK);
  });

  test("a secret that was cut short is not taken for one", async () => {
    const folder = path.join(desk.folder, "damaged");
    await mkdir(folder);
    await writeFile(path.join(folder, "secret"), "");
    const start = desk.start({
      DATA_DIR: folder,
      DATABASE_URL: database.url,
      PORT: String(await freePort()),
    });
    expect(await start.ended).toBe(2);
    expect(start.stderr).toContain(`${folder}/secret does not hold the 43 characters`);
    expect(await readFile(path.join(folder, "secret"), "utf8")).toBe("");
  });
});

describe("a start that cannot work says why in one line", () => {
  const refused = async (environment: Readonly<Record<string, string>>, code: number): Promise<string> => {
    const start = desk.start({ DATABASE_URL: database.url, DATA_DIR: "refused", ...environment });
    expect(await start.ended).toBe(code);
    expect(start.stdout).toBe("");
    const lines = start.stderr.trim().split("\n");
    expect(lines).toHaveLength(1);
    return lines[0] ?? "";
  };

  test("a broken .env", async () => {
    await writeFile(
      path.join(desk.folder, ".env"),
      "INSTITUTION_NAME=Northfield\nORIGIN: https://cases.example\n",
    );
    expect(await refused({}, 2)).toContain("/.env: line 2 is not NAME=value.");
    await writeFile(path.join(desk.folder, ".env"), "PORT=three thousand\n");
    expect(await refused({}, 2)).toBe(
      'PORT: "three thousand" is not a port from 0 to 65535. Example: PORT=3000',
    );
    await writeFile(path.join(desk.folder, ".env"), "");
  });

  test("an http issuer beside an origin that others reach", async () => {
    const settings = { ORIGIN: "https://cases.hospital.example", OIDC_CLIENT_ID: "consilium" };
    expect(await refused({ ...settings, OIDC_ISSUER: "http://login.hospital.example" }, 2)).toMatch(
      /^OIDC_ISSUER: "http:\/\/login\.hospital\.example" is plain http/u,
    );
  });

  test("a port in use, for requests and for metrics", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    for (const variable of ["PORT", "METRICS_PORT"]) {
      expect(await refused({ PORT: String(await freePort()), [variable]: String(port) }, 2)).toMatch(
        new RegExp(
          `^${variable}: port ${port} on 127.0.0.1 is in use by another program. Example: ${variable}=\\d+$`,
          "u",
        ),
      );
    }
    other.close();
  });

  test("an address that is not this machine's", async () => {
    expect(await refused({ HOST: "192.0.2.1", PORT: String(await freePort()) }, 2)).toBe(
      'HOST: "192.0.2.1" cannot be listened on (EADDRNOTAVAIL). Example: HOST=127.0.0.1',
    );
  });

  test("a database that does not answer, refuses, or is not there; the password is not shown", async () => {
    const nobody = `127.0.0.1:${await freePort()}`;
    const silent = await refused({ DATABASE_URL: `postgres://consilium:hunter2@${nobody}/consilium` }, 1);
    expect(silent).toContain(
      `DATABASE_URL: the database consilium at ${nobody} cannot be used: nothing listens there.`,
    );
    expect(silent).not.toContain("hunter2");

    const server = new URL(inject("databaseServer"));
    const wrong = new URL(server);
    wrong.password = "hunter2";
    const refusal = await refused({ DATABASE_URL: wrong.href }, 1);
    expect(refusal).toContain(`at ${server.host} cannot be used: the password is wrong.`);
    expect(refusal).not.toContain("hunter2");

    const absent = new URL(server);
    absent.pathname = "/absent";
    expect(await refused({ MIGRATION_DATABASE_URL: absent.href }, 1)).toContain(
      `MIGRATION_DATABASE_URL: the database absent at ${server.host} cannot be used: there is no such database.`,
    );
  });

  test("a data folder below a file", async () => {
    const file = path.join(desk.folder, "a-file");
    await writeFile(file, "");
    expect(await refused({ DATA_DIR: path.join(file, "data") }, 2)).toBe(
      `DATA_DIR: "${file}/data" cannot be used: a part of the path is a file. Example: DATA_DIR=./data`,
    );
  });

  // Where nobody may make a folder, root neither.
  test.runIf(process.platform === "linux")("a data folder where this user may not write", async () => {
    expect(await refused({ DATA_DIR: "/sys/consilium" }, 2)).toMatch(
      /^DATA_DIR: "\/sys\/consilium" cannot be used: (this user may not write there|the file system is read-only)\. /u,
    );
  });
});
