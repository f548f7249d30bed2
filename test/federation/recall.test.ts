import { writeFile } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { followSpecialty } from "#actions/follow-specialty.ts";
import { giveOpinion } from "#actions/give-opinion.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { withdrawCase } from "#actions/withdraw-case.ts";
import type { CaseId } from "#domain/ids.ts";
import { checkReceipt } from "#federation/receipt.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { listReceipts, listRecalls } from "#store/recalls.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import type { SignedIn } from "#test/support/instance.ts";
import { operator } from "#test/support/operator.ts";
import { rawRequest } from "#test/support/raw-request.ts";
import { type RemoteActor, type RemoteServer, startRemoteServer } from "#test/support/remote-server.ts";
import { signInAdministrator, startTwoHouses, type TwoHouses } from "#test/support/two-houses.ts";

const ABSENT = "00000000-0000-7000-8000-000000000000";
const receiptShape = z.looseObject({ proof: z.unknown() });
const AP = { accept: "application/activity+json" };

let houses: TwoHouses;
/** A server of another make, trusted by nobody unless a test says so. */
let stranger: RemoteServer;
let owl: RemoteActor;
let asker: SignedIn;
let colleague: SignedIn;

beforeAll(async () => {
  stranger = await startRemoteServer("stranger");
  houses = await startTwoHouses([stranger.origin]);
  const { northfield, southbank } = houses;
  owl = await stranger.addActor("owl");
  await setPeerTrust(northfield.app.instance, southbank.origin, "trusted");
  await setPeerTrust(southbank.app.instance, northfield.origin, "trusted");
  [asker, colleague] = await Promise.all([northfield.signIn(), southbank.signIn()]);
  await followSpecialty(southbank.app.instance, colleague.physician, "dermatology");
  await eventually("the stream is followed", async () => {
    const rows = await northfield.app.instance.db.execute(
      sql`select from follows f join actors a on a.id = f.followee_id where a.username = 'dermatology' and f.state = 'accepted'`,
    );
    expect(rows.length).toBe(1);
  });
});
afterAll(() => Promise.all([houses?.stop(), stranger?.stop()]));

const uriOf = (id: CaseId): string => `${houses.northfield.origin}/cases/${id}`;

/** Posts a case at northfield and waits until southbank has it, with its picture where it has one. */
async function shared(
  title: string,
  withPhoto = false,
): Promise<{ readonly id: CaseId; readonly away: CaseId }> {
  const id = await postCase(houses.northfield, asker.physician, { title, audience: "network", withPhoto });
  const { db } = houses.southbank.app.instance;
  const away = await eventually(`${title} is at southbank`, async () => {
    const found = await findCaseIdByUri(db, uriOf(id));
    if (found === undefined) throw new Error("not there");
    const waiting = await db.execute(sql`select from case_images where case_id = ${found} and not stored`);
    expect(waiting.length).toBe(0);
    return found;
  });
  return { id, away };
}

const standing = async (id: CaseId) => {
  const found = (await listRecalls(houses.northfield.app.instance.db, 50)).find(
    ({ caseId }) => caseId === id,
  );
  if (found === undefined) throw new Error("no recall");
  return found;
};

test("a withdrawn case is gone at both houses, with answers, pictures and files, and the peer signs that it is", async () => {
  const { northfield, southbank } = houses;
  const { id, away } = await shared("Plaque to be withdrawn", true);
  const south = southbank.app.instance;
  await giveOpinion(south, colleague.physician, away, {
    differential: [[{ text: "Granuloma annulare", codings: [] }]],
    confidence: 70,
    cantMiss: [],
  });
  await eventually("the opinion is at both", async () => {
    const page = await asker.client.get(`${northfield.origin}/cases/${id}`);
    expect(page.text).toContain("Granuloma annulare");
  });
  const pictures = async (house: typeof northfield, caseId: CaseId): Promise<string[]> =>
    (
      await house.app.instance.db.execute<{ id: string }>(
        sql`select id from case_images where case_id = ${caseId}`,
      )
    ).map((row) => row.id);
  const [mine, theirs] = [await pictures(northfield, id), await pictures(southbank, away)];
  expect([mine.length, theirs.length]).toEqual([1, 1]);

  const page = await asker.client.get(`${northfield.origin}/cases/${id}`);
  const done = await asker.client.submit(page, "/withdraw");
  expect(done.text).toContain("The case is withdrawn here");

  const held = await eventually("southbank confirms", async () => {
    const found = await standing(id);
    expect(found).toMatchObject({ told: 1, confirmed: [new URL(southbank.origin).host], owing: [] });
    return found;
  });
  expect(held.withdrawnBy).toBe("author");
  for (const [house, pictureIds] of [
    [northfield, mine],
    [southbank, theirs],
  ] as const) {
    const { db, blobs } = house.app.instance;
    const [left] = await db.execute<{ n: number }>(sql`
      select (select count(*) from cases where uri = ${uriOf(id)})::int
        + (select count(*) from opinions)::int + (select count(*) from case_images)::int
        + (select count(*) from stream_cases where case_id in (${id}, ${away}))::int
        + (select count(*) from feed_entries where subject_id in (${id}, ${away}))::int
        + (select count(*) from notifications where case_id in (${id}, ${away}))::int
        + (select count(*) from outgoing_activities where body like '%Plaque to be withdrawn%'
            or body like '%Granuloma annulare%')::int as n`);
    expect(left?.n).toBe(0);
    for (const picture of pictureIds) {
      await eventually("the file is gone", async () =>
        expect(await blobs.get(`${picture}/full`)).toBeUndefined(),
      );
      expect(await blobs.get(`${picture}/thumbnail`)).toBeUndefined();
    }
  }
  expect((await colleague.client.get(`${southbank.origin}/`)).text).not.toContain("Plaque to be withdrawn");
  const search = await colleague.client.get(`${southbank.origin}/search?q=plaque+withdrawn`);
  expect(search.text).not.toContain("Plaque to be withdrawn");
  expect((await colleague.client.get(`${southbank.origin}/cases/${away}`)).status).toBe(404);
});

test("a Tombstone for those who could see the case; to others it was never there", async () => {
  const { northfield } = houses;
  const { id } = await shared("Seen by some");
  await withdrawCase(northfield.app.instance, asker.physician, id);
  const gone = await asker.client.get(`${northfield.origin}/cases/${id}`);
  expect(gone.status).toBe(410);
  expect(gone.text).toContain("This case was withdrawn");
  expect(gone.text).not.toContain("Seen by some");

  await setPeerTrust(northfield.app.instance, stranger.host, "trusted");
  const shown = await stranger.get(uriOf(id), owl);
  expect(shown.status).toBe(410);
  expect(JSON.parse(shown.text)).toMatchObject({ id: uriOf(id), type: "Tombstone" });
  await setPeerTrust(northfield.app.instance, stranger.host, "unknown");

  const hidden = await stranger.get(uriOf(id), owl);
  expect(hidden).toEqual(await stranger.get(`${northfield.origin}/cases/${ABSENT}`, owl));
  expect(hidden.status).toBe(404);
  for (const headers of [AP, { accept: "text/html" }]) {
    const [of, other] = await Promise.all(
      [id, ABSENT].map(async (one) => rawRequest(northfield, `/cases/${one}`, { headers })),
    );
    expect(of?.status).toBe(404);
    expect(of?.text.replaceAll(id, "ID")).toBe(other?.text.replaceAll(ABSENT, "ID"));
  }
});

test("only its author and administrators withdraw a case, and only one from here", async () => {
  const { northfield, southbank } = houses;
  const { id, away } = await shared("Somebody else's");
  const other = await northfield.signIn();
  const refused = await other.client.post(`${northfield.origin}/cases/${id}/withdraw`, {});
  expect(refused.status).toBe(403);
  expect((await northfield.visitor().post(`${northfield.origin}/cases/${id}/withdraw`, {})).status).toBe(401);
  expect((await colleague.client.post(`${southbank.origin}/cases/${away}/withdraw`, {})).status).toBe(404);
  expect((await other.client.get(`${northfield.origin}/cases/${id}`)).text).not.toContain("/withdraw");
  expect((await other.client.get(`${northfield.origin}/cases/${id}`)).status).toBe(200);

  const administrator = await signInAdministrator(northfield, "matron");
  const page = await administrator.get(`${northfield.origin}/cases/${id}`);
  expect((await administrator.submit(page, "/withdraw")).status).toBe(200);
  expect((await standing(id)).withdrawnBy).toBe("moderator");
  expect((await asker.client.get(`${northfield.origin}/cases/${id}`)).text).toContain("A moderator");
  await eventually("it is confirmed", async () => expect((await standing(id)).confirmed).toHaveLength(1));
  const dashboard = await administrator.get(`${northfield.origin}/manage`);
  expect(dashboard.text).toContain(`/manage/recalls/${id}/receipts`);
  expect(dashboard.text).toContain("1 of 1");
  const receipts = await administrator.get(`${northfield.origin}/manage/recalls/${id}/receipts`);
  const [kept] = z.array(z.unknown()).parse(JSON.parse(receipts.text));
  expect(await checkReceipt(kept)).toMatchObject({ ok: true, case: uriOf(id) });
  const hidden = await asker.client.get(`${northfield.origin}/manage/recalls/${id}/receipts`);
  expect(hidden.status).toBe(404);
});

test("a receipt is checked by its file alone, and what is wrong with one is named", async () => {
  const { northfield, southbank } = houses;
  const { id } = await shared("Receipted");
  await withdrawCase(northfield.app.instance, asker.physician, id);
  const file = await eventually("the receipt is here", async () => {
    const [receipt] = await listReceipts(northfield.app.instance.db, id);
    if (receipt === undefined) throw new Error("none");
    return receipt;
  });
  expect(await checkReceipt(file)).toMatchObject({
    ok: true,
    case: uriOf(id),
    peer: new URL(southbank.origin).host,
    signer: `${southbank.origin}/actors/institution`,
  });
  const text = JSON.stringify(file);
  const desk = await operator();
  onTestFinished(() => desk.leave());
  const { proof: _, ...unsigned } = receiptShape.parse(file.receipt);
  const faults: readonly (readonly [fault: string, file: unknown])[] = [
    ["not-a-receipt", text.replace('"type":"Accept"', '"type":"Reject"')],
    ["wrong-signer", text.replace('"signer":{"id":"', '"signer":{"id":"https://other.example/')],
    ["wrong-delete", text.replace(/"delete":\{(.*?)#delete/u, '"delete":{$10#delete')],
    ["wrong-delete", text.replace(`"object":"${uriOf(id)}"`, `"object":"${uriOf(id)}0"`)],
    ["no-proof", { ...file, receipt: unsigned }],
    ["foreign-key", text.replace(/"keys":\[\{"id":"/u, '"keys":[{"id":"https://other.example/')],
    ["bad-proof", text.replace('"receipt":{', '"receipt":{"published":"2026-01-01T00:00:00Z",')],
    ["too-early", text.replace(/("delete":.*?"created":")2\d/u, "$131")],
  ];
  for (const [fault, changed] of faults) {
    expect(changed, fault).not.toBe(text);
    const found = await checkReceipt(typeof changed === "string" ? JSON.parse(changed) : changed);
    expect(found, fault).toMatchObject({ ok: false, fault });
  }
  for (const [given, status, words] of [
    [text, 0, /^valid: southbank/u],
    [text.replace('"receipt":{', '"receipt":{"published":"x",'), 1, /^not valid \(bad-proof\)/u],
  ] as const) {
    await writeFile(path.join(desk.folder, "receipt.json"), given);
    const ran = desk.consilium(["receipts", "verify", "receipt.json"], {});
    expect(await ran.ended, given.slice(0, 60)).toBe(status);
    expect(ran.stdout + ran.stderr).toMatch(words);
  }
});
