import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { giveOpinion } from "#actions/give-opinion.ts";
import { recheckAttestations } from "#actions/recheck-attestations.ts";
import { renewAttestations } from "#actions/renew-attestations.ts";
import { rotateIssuerKey } from "#actions/rotate-issuer-key.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { followSpecialty } from "#actions/follow-specialty.ts";
import type { CaseId } from "#domain/ids.ts";
import { freePort } from "#demo/free-port.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { listFollowees } from "#store/follows.ts";
import { listOpinions } from "#store/opinions.ts";
import { actors } from "#store/schema/index.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";

/** How long the lists of these institutions are good for. */
const LIST_SECONDS = 2;

let northfield: TestInstance;
let southbank: TestInstance;
let asker: SignedIn;
let heron: SignedIn;
let administrator: SignedIn["client"];

beforeAll(async () => {
  const [northPort, southPort] = [await freePort(), await freePort()];
  const config = { statusListSeconds: LIST_SECONDS };
  northfield = await startTestInstance({
    name: "northfield",
    port: northPort,
    allowOrigins: [`http://southbank.localhost:${southPort}`],
    config,
  });
  southbank = await startTestInstance({
    name: "southbank",
    port: southPort,
    allowOrigins: [northfield.origin],
    config,
  });
  await setPeerTrust(northfield.app.instance, southbank.origin, "trusted");
  await setPeerTrust(southbank.app.instance, northfield.origin, "trusted");
  asker = await northfield.signIn();
  heron = await southbank.signIn({ pseudonym: "Quiet Heron" });
  administrator = southbank.visitor();
  const link = southbank.administratorLink ?? "";
  await administrator.submit(await administrator.get(link), new URL(link).pathname, {
    login: "ada",
    password: "several words of nobody else",
  });
  await followSpecialty(southbank.app.instance, heron.physician, "dermatology");
  const { instance } = southbank.app;
  await eventually("the stream at northfield is followed", async () => {
    const follows = await listFollowees(instance.db, heron.physician.persona.actorId);
    expect(follows.every((follow) => follow.state === "accepted")).toBe(true);
  });
}, 60_000);

afterAll(async () => {
  await Promise.all([northfield?.stop(), southbank?.stop()]);
});

/** A case of northfield, there and at southbank. */
async function aCase(): Promise<{ readonly home: CaseId; readonly away: CaseId }> {
  const home = await postCase(northfield, asker.physician);
  const away = await eventually("the case arrives", async () => {
    const id = await findCaseIdByUri(southbank.app.instance.db, `${northfield.origin}/cases/${home}`);
    if (id === undefined) throw new Error("not there");
    return id;
  });
  return { home, away };
}

const answer = {
  confidence: 70,
  cantMiss: [],
  differential: [[{ text: "Granuloma annulare", codings: [] }]] as const,
};

const arrived = (home: CaseId, count: number) =>
  eventually("the opinion arrives", async () => {
    const opinions = await listOpinions(northfield.app.instance.db, home);
    expect(opinions).toHaveLength(count);
    return opinions;
  });

const jwk = z.looseObject({ kid: z.string(), iat: z.number(), exp: z.number().optional() });

const run = promisify(execFile);

/** Runs the operator's command at northfield; gives what it printed and how it ended. */
async function verifyByCommand(actor: string): Promise<{ readonly code: number; readonly found: unknown }> {
  const { config } = northfield;
  const environment = {
    PATH: process.env["PATH"] ?? "",
    ORIGIN: config.origin,
    DATA_DIR: config.dataDir,
    DATABASE_URL: config.databaseUrl ?? "",
    ALLOW_ORIGINS: config.allowOrigins.join(","),
  };
  const cli = path.resolve("src/cli/main.ts");
  try {
    const { stdout } = await run(process.execPath, [cli, "attestation", "verify", actor, "--json"], {
      env: environment,
      cwd: config.dataDir,
    });
    return { code: 0, found: JSON.parse(stdout) };
  } catch (error) {
    if (!(error instanceof Error && "stdout" in error && "code" in error)) throw error;
    return { code: Number(error.code), found: JSON.parse(String(error.stdout)) };
  }
}

test("the command says what holds, by whom, until when, and when that was checked", async () => {
  const { code, found } = await verifyByCommand(heron.physician.persona.uri);
  const { exp, statusCheckedAt, ...rest } = z
    .object({ exp: z.iso.datetime(), statusCheckedAt: z.iso.datetime() })
    .loose()
    .parse(found);
  expect(rest).toEqual({
    verdict: "valid",
    reason: null,
    iss: southbank.origin,
    claims: { profession: "physician" },
  });
  expect(new Date(exp).getTime()).toBeLessThan(Date.now() + 7 * 86_400_000);
  expect(Date.now() - new Date(statusCheckedAt).getTime()).toBeLessThan(60_000);
  expect(code).toBe(0);
});

test("keys change with overlap: the next one is published, and what the old one signed stays valid", async () => {
  const { instance } = southbank.app;
  const jwks = async () => {
    const { text } = await southbank.visitor().get(`${southbank.origin}/.well-known/jwks.json`);
    return z.object({ keys: z.array(jwk) }).parse(JSON.parse(text)).keys;
  };
  expect(await jwks()).toHaveLength(1);
  const signsFrom = await rotateIssuerKey(instance, instance.clock());
  expect(signsFrom?.getTime()).toBeGreaterThan(Date.now() + 3_600_000);
  // A second time changes nothing: the next one is not in use yet.
  expect(await rotateIssuerKey(instance, instance.clock())).toBeUndefined();
  // Remembered by whoever asks for as long as the answer says, and the test's page is none of those.
  const keys = await jwks();
  expect(keys).toHaveLength(2);
  const seconds = Math.floor((signsFrom?.getTime() ?? 0) / 1000);
  expect(keys.map(({ exp }) => exp)).toEqual([seconds, undefined]);
  expect(keys[1]?.iat).toBe(seconds);
  expect(keys.some((key) => "d" in key)).toBe(false);
  const { verdict } = await northfield.app.instance.remote.checkAttestation(heron.physician.persona.uri);
  expect(verdict.ok).toBe(true);
});

test("attestations are renewed by the clock before they run out, under the key in use by then", async () => {
  const { instance } = southbank.app;
  const { verdict: before } = await northfield.app.instance.remote.checkAttestation(
    heron.physician.persona.uri,
  );
  const later = new Date(Date.now() + 5 * 86_400_000);
  await renewAttestations({ ...instance, clock: () => later });
  const [row] = await instance.db
    .select({ verified: actors.verified })
    .from(actors)
    .where(eq(actors.id, heron.physician.persona.actorId));
  const until = new Date(row?.verified?.until ?? 0);
  expect(before.ok && before.expiresAt < until).toBe(true);
  expect(until.getTime()).toBeGreaterThan(later.getTime() + 5 * 86_400_000);
  // Back to today, as the other tests are.
  await instance.db.execute("update personas set attestation_expires_at = now() + interval '1 day'");
  await renewAttestations(instance);
});

test("a revocation here is seen there within the list's time; what was signed before stays, labelled so", async () => {
  const { home, away } = await aCase();
  const next = await aCase();
  await giveOpinion(southbank.app.instance, heron.physician, away, answer);
  const [opinion] = await arrived(home, 1);
  expect(opinion?.admission).toEqual({ kind: "admitted" });

  const page = await administrator.get(`${southbank.origin}/manage/attestations?persona=quiet-heron`);
  const refused = await administrator.submit(page, "/manage/attestations/revoke", { reason: " " });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("Say why");
  const done = await administrator.submit(refused, "/manage/attestations/revoke", {
    reason: "The licence was withdrawn.",
  });
  expect(done.text).toContain("The attestation is revoked.");
  expect(done.text).toContain("The licence was withdrawn.");

  // At once here: nothing more is signed, and the physician is told why.
  const form = await heron.client.get(`${southbank.origin}/cases/${next.away}`);
  const sent = await heron.client.post(`${southbank.origin}/cases/${next.away}/answer`, {});
  expect(form.status).toBe(200);
  expect(form.text).not.toContain(`/cases/${next.away}/answer`);
  expect(sent.status).toBe(403);
  expect(sent.text).toContain("The licence was withdrawn.");
  expect((await heron.client.get(`${southbank.origin}/you`)).text).toContain("The licence was withdrawn.");

  // There, once the list it has is over: the label goes, the opinion goes on counting.
  await eventually(
    "the other institution sees it",
    async () => {
      await recheckAttestations(northfield.app.instance);
      const opinions = await listOpinions(northfield.app.instance.db, home);
      expect(opinions[0]?.author.verified).toBeNull();
    },
    LIST_SECONDS * 1000 + 5000,
  );
  expect((await arrived(home, 1))[0]?.admission).toEqual({ kind: "admitted" });
  const { text } = await asker.client.get(`${northfield.origin}/cases/${home}`);
  expect(text).toContain("Counted: the attestation was valid when this was signed.");

  const { code, found } = await verifyByCommand(heron.physician.persona.uri);
  expect(code).toBe(1);
  expect(found).toMatchObject({ verdict: "invalid", reason: "revoked", iss: southbank.origin, claims: null });

  // Restored, it holds again, in a new place of the list.
  const restored = await administrator.submit(done, "/manage/attestations/restore");
  expect(restored.text).toContain("vouches for the persona again");
  // The actor's document is remembered for ten seconds at its own server.
  await eventually("it is published again", async () => {
    const { verdict } = await northfield.app.instance.remote.checkAttestation(heron.physician.persona.uri);
    expect(verdict.ok).toBe(true);
  });
  await giveOpinion(southbank.app.instance, heron.physician, next.away, answer);
  expect((await arrived(next.home, 1))[0]?.admission).toEqual({ kind: "admitted" });
});
