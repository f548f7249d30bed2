import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BrowserClient } from "#demo/browser-client.ts";
import type { Audience } from "#domain/audience.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import type { SignedIn } from "#test/support/instance.ts";
import { words } from "#test/support/page-words.ts";
import { signInAdministrator, startTwoHouses, type TwoHouses } from "#test/support/two-houses.ts";

let houses: TwoHouses;
let north: BrowserClient;
let south: BrowserClient;
let asker: SignedIn;
let ulla: SignedIn;
beforeAll(async () => {
  houses = await startTwoHouses();
  [north, south] = await Promise.all([
    signInAdministrator(houses.northfield, "nils"),
    signInAdministrator(houses.southbank, "sara"),
  ]);
  asker = await houses.northfield.signIn({ pseudonym: "Grey Kestrel" });
  ulla = await houses.southbank.signIn({ pseudonym: "Quiet Heron" });
  const query = encodeURIComponent(`@grey-kestrel@${new URL(houses.northfield.origin).host}`);
  const found = await ulla.client.get(`${houses.southbank.origin}/search?q=${query}`);
  await ulla.client.submit(found, "/follow");
  await eventually("the follow is accepted", async () => {
    expect(words(await ulla.client.get(`${houses.southbank.origin}/you`))).toContain("Following · stop");
  });
}, 120_000);
afterAll(() => houses.stop());

/** What an administrator thinks of the other institution from now on, said on the page. */
async function setTrust(administrator: BrowserClient, of: "northfield" | "southbank", trust: string) {
  const { origin } = of === "northfield" ? houses.southbank : houses.northfield;
  const page = await administrator.get(`${origin}/manage/peers`);
  return administrator.submit(page, "/manage/peers", { host: houses[of].origin, trust });
}

/** Posts a case at Northfield, and gives its address there. */
async function post(title: string, audience: Audience): Promise<string> {
  const id = await postCase(houses.northfield, asker.physician, { title, audience });
  return `${houses.northfield.origin}/cases/${id}`;
}

const southHome = async (): Promise<string> => words(await ulla.client.get(`${houses.southbank.origin}/`));

const arrives = (title: string): Promise<void> =>
  eventually(`“${title}” arrives`, async () => expect(await southHome()).toContain(title));

/** Answers Northfield's case from Southbank's own page of it. */
async function answer(caseUri: string, diagnosis: string) {
  const { origin } = houses.southbank;
  const page = await ulla.client.get(`${origin}/search?q=${encodeURIComponent(caseUri)}`);
  return ulla.client.submit(page, "/answer", { "diagnosis-1": diagnosis, confidence: "70" });
}

describe("trust in a peer decides", () => {
  test("not decided: public cases go there, restricted ones do not, and answers do not count", async () => {
    expect(words(await north.get(`${houses.northfield.origin}/manage/peers`))).toContain("Not decided");
    await setTrust(north, "southbank", "unknown");
    await setTrust(south, "northfield", "trusted");
    await post("Restricted before trust", "network");
    const url = await post("Public before trust", "public");
    await arrives("Public before trust");
    await answer(url, "Granuloma annulare");
    await eventually("the answer is here, with why it does not count", async () => {
      const page = words(await asker.client.get(url));
      expect(page).toContain("Granuloma annulare");
      expect(page).toContain(
        "Not counted: the author's institution is not one that this institution trusts.",
      );
    });
    expect(await southHome()).not.toContain("Restricted before trust");
    // What somebody calls themselves is shown of those one trusts only.
    expect(words(await asker.client.get(url))).not.toContain("Southbank Society of Dermatology");
  });

  test("trusted: restricted cases go there, and answers count", async () => {
    const done = await setTrust(north, "southbank", "trusted");
    expect(words(done)).toContain("The trust in this peer was changed.");
    await eventually("its own name is known", async () => {
      const peers = await north.get(`${houses.northfield.origin}/manage/peers`);
      expect(words(peers)).toContain("Southbank Society of Dermatology");
    });
    await setTrust(south, "northfield", "trusted");
    const url = await post("Restricted and trusted", "network");
    await arrives("Restricted and trusted");
    await answer(url, "Tinea corporis");
    await eventually("the answer counts", async () => {
      const page = words(await asker.client.get(url));
      expect(page).toContain("Tinea corporis");
      expect(page).toContain("Southbank Society of Dermatology");
      expect(page).not.toContain("Not counted");
    });
    expect(
      words(await ulla.client.get(`${houses.southbank.origin}/@grey-kestrel@${new URL(url).host}`)),
    ).toContain("This institution trusts theirs: their opinions count.");
  });

  test("limited: nothing of ours goes there, what comes from there is taken", async () => {
    await setTrust(south, "northfield", "trusted");
    await setTrust(north, "southbank", "trusted");
    const url = await post("Before the limit", "public");
    await arrives("Before the limit");
    await setTrust(north, "southbank", "limited");
    await post("Public under the limit", "public");
    await answer(url, "Lichen planus");
    await eventually("the answer is taken, and does not count", async () => {
      const page = words(await asker.client.get(url));
      expect(page).toContain("Lichen planus");
      expect(page).toContain("Not counted");
    });
    await setTrust(north, "southbank", "trusted");
    await post("After the limit", "public");
    await arrives("After the limit");
    expect(await southHome()).not.toContain("Public under the limit");
  });

  test("blocked: nothing is taken from there, and whoever sends is told on the dashboard", async () => {
    await setTrust(south, "northfield", "trusted");
    await setTrust(north, "southbank", "trusted");
    const url = await post("Before the block", "public");
    await arrives("Before the block");
    await setTrust(north, "southbank", "blocked");
    await answer(url, "Erythema chronicum");
    const northHost = new URL(houses.northfield.origin).host;
    await eventually("Southbank's administrator sees why it is not delivered", async () => {
      const page = words(await south.get(`${houses.southbank.origin}/manage/peers`));
      expect(page).toContain(northHost);
      expect(page).toMatch(/Refused [^:]+: The inbox answered 403\./u);
    });
    expect(words(await asker.client.get(url))).not.toContain("Erythema chronicum");
    const search = `${houses.northfield.origin}/search?q=${encodeURIComponent(`@quiet-heron@${new URL(houses.southbank.origin).host}`)}`;
    await post("Public under the block", "public");
    expect((await asker.client.get(search)).status).toBe(200);
    await setTrust(north, "southbank", "trusted");
    await post("After the block", "public");
    await arrives("After the block");
    expect(await southHome()).not.toContain("Public under the block");
  });
});

test.each([
  ["", "trusted", "Give the address of an institution"],
  ["not a host", "trusted", "Give the address of an institution"],
  ["http://", "trusted", "Give the address of an institution"],
  ["cases.hospital.example/path", "trusted", "Give the address of an institution"],
  ["<script>", "trusted", "Give the address of an institution"],
  ["cases.hospital.example", "adored", "Trust is one of"],
])("a peer %j that is %s is refused with what would be right", async (host, trust, message) => {
  const page = await north.get(`${houses.northfield.origin}/manage/peers`);
  const refused = await north.submit(page, "/manage/peers", { host, trust });
  expect([refused.status, words(refused)]).toEqual([422, expect.stringContaining(message)]);
  expect(refused.text).not.toContain("<script>");
});

test("an institution is no peer of itself, and is named by address or host", async () => {
  const { origin } = houses.northfield;
  const page = await north.get(`${origin}/manage/peers`);
  for (const host of [origin, new URL(origin).host, ` ${origin.toUpperCase()}/ `]) {
    const own = await north.submit(page, "/manage/peers", { host, trust: "trusted" });
    expect([own.status, words(own)]).toEqual([
      422,
      expect.stringContaining("This is this institution itself."),
    ]);
  }
  const added = await north.submit(page, "/manage/peers", {
    host: "https://Cases.Hospital.example/",
    trust: "limited",
  });
  expect(words(added)).toContain("cases.hospital.example");
  expect(words(added)).not.toContain("Cases.Hospital");
});
