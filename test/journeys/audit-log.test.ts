import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { recordAudit } from "#actions/record-audit.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { type AuditCheckpoint, verifyAuditLog } from "#actions/verify-audit-log.ts";
import type { AuditEntry } from "#domain/audit.ts";
import type { Instance } from "#instance";
import { migrate } from "#store/migrate.ts";
import { readEntries } from "#store/audit.ts";
import { openDatabase } from "#store/database.ts";
import { type BareInstance, createBareInstance } from "#test/support/bare-instance.ts";
import { postCase } from "#test/support/cases.ts";
import { createTestDatabase } from "#test/support/database.ts";
import { startTestInstance, type TestInstance } from "#test/support/instance.ts";

const run = promisify(execFile);

async function allEntries({ db }: Instance): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const entry of readEntries(db)) entries.push(entry);
  return entries;
}

describe("the chain", () => {
  let bare: BareInstance;
  beforeEach(async () => {
    bare = await createBareInstance("https://northfield.example", "Northfield Hospital");
    for (const host of ["a", "b", "c", "d", "e", "f"]) {
      await setPeerTrust(bare.instance, `${host}.example`, "trusted");
    }
    return () => bare.close();
  });

  /** Changes the log as somebody with all rights would, past the trigger. */
  const tamper = async (...statements: readonly string[]): Promise<void> => {
    const { db } = bare.instance;
    await db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      for (const statement of statements) await tx.execute(sql.raw(statement));
    });
  };
  const faults = async (known?: AuditCheckpoint) =>
    (await verifyAuditLog(bare.instance, known)).faults.map(({ sequence, kind }) => [sequence, kind]);

  test("of an untouched log is whole, each entry in the transaction of its act", async () => {
    expect(await verifyAuditLog(bare.instance)).toMatchObject({ entries: 6, faults: [] });
    const undone = bare.instance.db.transaction(async (tx) => {
      await recordAudit(bare.instance, tx, {
        action: "peer.trust",
        agent: { kind: "operator" },
        object: "Peer/undone.example",
      });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await verifyAuditLog(bare.instance)).toMatchObject({ entries: 6, faults: [] });
  });

  test("stays whole when many write at once", async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => setPeerTrust(bare.instance, `peer-${n}.example`, "limited")),
    );
    expect(await verifyAuditLog(bare.instance)).toMatchObject({ entries: 46, faults: [] });
  });

  test.each([
    ["text", `update audit_entries set object = 'Peer/z.example' where sequence = 3`],
    ["detail", `update audit_entries set detail = '{"trust":"blocked"}' where sequence = 3`],
    ["time", `update audit_entries set at = at + interval '1 millisecond' where sequence = 3`],
    ["agent", `update audit_entries set agent = '{"kind":"system"}' where sequence = 3`],
  ])("finds an entry whose %s was changed", async (_, statement) => {
    await tamper(statement);
    expect(await faults()).toEqual([[3, "changed"]]);
  });

  test("finds an entry that was replaced by one that is whole in itself", async () => {
    const other = await createBareInstance("https://northfield.example", "Northfield Hospital");
    try {
      await setPeerTrust(other.instance, "x.example", "trusted");
      await setPeerTrust(other.instance, "y.example", "trusted");
      await setPeerTrust(other.instance, "z.example", "trusted");
      const entries = await allEntries(other.instance);
      const third = entries[2];
      if (third === undefined) throw new Error("The other log has three entries");
      await tamper(
        `update audit_entries set at = '${third.at.toISOString()}', object = '${third.object}', previous = '${third.previous}', hash = '${third.hash}' where sequence = 3`,
      );
      expect(await faults()).toEqual([
        [3, "changed"],
        [4, "changed"],
      ]);
    } finally {
      await other.close();
    }
  });

  test("finds what was removed, and says how many", async () => {
    await tamper("delete from audit_entries where sequence in (1, 3, 4)");
    expect(await faults()).toEqual([
      [1, "missing"],
      [3, "missing"],
    ]);
    const { faults: found } = await verifyAuditLog(bare.instance);
    expect(found.map(({ message }) => message)).toEqual([
      "Entry 1 is missing.",
      "Entries 3 to 4 are missing.",
    ]);
  });

  test("finds two entries that changed places, and says where they stood", async () => {
    await tamper(
      "update audit_entries set sequence = -2 where sequence = 2",
      "update audit_entries set sequence = 2 where sequence = 5",
      "update audit_entries set sequence = 5 where sequence = -2",
    );
    const found = (await verifyAuditLog(bare.instance)).faults;
    expect(found.filter(({ kind }) => kind === "reordered").map(({ message }) => message)).toEqual([
      "Entry 2 was moved: it was written as entry 5.",
      "Entry 5 was moved: it was written as entry 2.",
    ]);
  });

  test("finds a tail that was cut off, against what was written down before", async () => {
    const { checkpoint } = await verifyAuditLog(bare.instance);
    await setPeerTrust(bare.instance, "later.example", "trusted");
    expect(await faults(checkpoint)).toEqual([]);
    await tamper("delete from audit_entries where sequence >= 5");
    expect(await faults()).toEqual([]);
    expect(await faults(checkpoint)).toEqual([[6, "cut-off"]]);
    await setPeerTrust(bare.instance, "again.example", "trusted");
    await setPeerTrust(bare.instance, "once-more.example", "trusted");
    expect(await faults(checkpoint)).toEqual([[6, "cut-off"]]);
  });

  test.each([
    ["changed", "update audit_entries set object = 'Peer/z.example'"],
    ["removed", "delete from audit_entries where sequence = 6"],
    ["emptied", "truncate audit_entries"],
  ])("cannot be %s by an ordinary statement, whoever owns the table", async (_, statement) => {
    await expect(bare.database.sql.unsafe(statement)).rejects.toThrow("The audit log only grows");
    expect(await verifyAuditLog(bare.instance)).toMatchObject({ entries: 6, faults: [] });
  });
});

test("the application's own role can add to the log and not change it, and starts where the owner has migrated", async () => {
  const database = await createTestDatabase();
  const role = `app_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(12).toString("hex");
  const owner = postgres(database.url, { max: 1, onnotice: () => {} });
  await owner.unsafe(`create role ${role} login password '${password}'`);
  const address = new URL(database.url);
  address.username = role;
  address.password = password;
  const application = openDatabase(address.href, 1);
  try {
    await migrate(database.url, address.href);
    await migrate(address.href);
    const bare = await createBareInstance("https://northfield.example", "Northfield Hospital");
    try {
      await setPeerTrust({ ...bare.instance, db: application.db }, "a.example", "trusted");
    } finally {
      await bare.close();
    }
    for (const statement of [
      "update audit_entries set object = ''",
      "delete from audit_entries",
      "truncate audit_entries",
      "drop trigger audit_entries_rows on audit_entries",
      "alter table audit_entries disable trigger all",
    ]) {
      await expect(application.sql.unsafe(statement)).rejects.toThrow(/permission denied|must be owner/u);
    }
    expect(await owner`select object from audit_entries`).toEqual([{ object: "Peer/a.example" }]);
    await owner`update drizzle.__drizzle_migrations set created_at = created_at - 1`;
    await expect(migrate(address.href)).rejects.toThrow("Run `consilium migrate`");
  } finally {
    await application.close();
    await owner.end();
    await database.drop();
    const server = postgres(new URL("/postgres", database.url).href, { max: 1, onnotice: () => {} });
    await server.unsafe(`drop role ${role}`);
    await server.end();
  }
});

describe("an instance", () => {
  let northfield: TestInstance;
  beforeAll(async () => {
    northfield = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  });
  afterAll(() => northfield.stop());

  const entries = () => allEntries(northfield.app.instance);

  test("records who read a case that is not for everyone, and nothing of public ones", async () => {
    const [asker, reader] = [await northfield.signIn(), await northfield.signIn()];
    const restricted = await postCase(northfield, asker.physician, { audience: "institution" });
    const open = await postCase(northfield, asker.physician, { audience: "public" });
    await reader.client.get(`${northfield.origin}/cases/${restricted}`);
    await reader.client.get(`${northfield.origin}/cases/${open}`);
    await northfield.visitor().get(`${northfield.origin}/cases/${restricted}`);
    const reads = (await entries()).filter(({ action }) => action === "case.read");
    expect(reads.map(({ agent, object }) => ({ agent, object }))).toEqual([
      { agent: { kind: "account", id: reader.physician.accountId }, object: `Case/${restricted}` },
    ]);
  });

  test("never names a persona beside an account, nor the account that was verified", async () => {
    const { physician } = await northfield.signIn();
    const text = JSON.stringify(await entries());
    expect(text).not.toContain(physician.persona.handle);
    expect(text).not.toContain(physician.persona.actorId);
    const verified = (await entries()).filter(({ action }) => action === "account.verified");
    expect(verified.length).toBeGreaterThan(0);
    expect(JSON.stringify(verified)).not.toContain(physician.accountId);
  });

  test("is verified and exported by the operator's commands", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "consilium-audit-"));
    const command = async (...words: readonly string[]) =>
      run(process.execPath, [path.resolve("src/cli/main.ts"), "audit", ...words, "--json"], {
        cwd: folder,
        env: {
          PATH: process.env["PATH"] ?? "",
          ORIGIN: northfield.origin,
          INSTITUTION_NAME: "Northfield Hospital",
          DATA_DIR: northfield.config.dataDir,
          DATABASE_URL: northfield.config.databaseUrl ?? "",
        },
      });
    try {
      const expected = (await entries()).length;
      const { stdout } = await command("verify");
      const verdict = z
        .object({
          ok: z.boolean(),
          entries: z.number(),
          checkpoint: z.object({ sequence: z.number(), hash: z.string() }),
        })
        .parse(JSON.parse(stdout));
      expect(verdict).toMatchObject({ ok: true, entries: expected });

      const file = path.join(folder, "audit.json");
      await command("export", file);
      const bundle = bundleShape.parse(JSON.parse(await readFile(file, "utf8")));
      expect(bundle.entry).toHaveLength(expected);
      expect(bundle.entry.at(-1)?.resource.id).toBe(String(expected));

      await northfield.app.instance.db.transaction(async (tx) => {
        await tx.execute(sql`set local session_replication_role = replica`);
        await tx.execute(sql`update audit_entries set object = 'Peer/z' where sequence = 2`);
      });
      const found = await failed(command("verify"));
      expect(found.code).toBe(1);
      expect(found.stdout).toContain('"sequence":2,"kind":"changed"');
      const refused = await failed(command("verify", "--checkpoint", "twelve"));
      expect(refused.stderr).toContain("--checkpoint is what an earlier run printed");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

const failure = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });

/** How a command ended that had to fail. */
const failed = async (command: Promise<unknown>) =>
  failure.parse(
    await command.then(
      () => "It did not fail",
      (error: unknown) => error,
    ),
  );

/** What FHIR R4 requires of a Bundle of AuditEvents. */
const coding = z.object({ system: z.url(), code: z.string().min(1), display: z.string() });
const bundleShape = z.object({
  resourceType: z.literal("Bundle"),
  type: z.literal("collection"),
  timestamp: z.iso.datetime(),
  entry: z.array(
    z.object({
      fullUrl: z.url(),
      resource: z.strictObject({
        resourceType: z.literal("AuditEvent"),
        id: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/u),
        type: coding,
        subtype: z.array(coding),
        action: z.enum(["C", "R", "U", "D", "E"]),
        recorded: z.iso.datetime(),
        outcome: z.enum(["0", "4", "8", "12"]),
        agent: z
          .array(
            z.object({
              who: z.object({ identifier: z.object({ value: z.string().min(1) }) }),
              requestor: z.boolean(),
            }),
          )
          .min(1),
        source: z.object({ site: z.string(), observer: z.object({ display: z.string() }) }),
        entity: z.array(
          z.object({
            what: z.object({ identifier: z.object({ value: z.string() }) }),
            description: z.string(),
            detail: z.array(z.object({ type: z.string(), valueString: z.string().min(1) })),
          }),
        ),
      }),
    }),
  ),
});
