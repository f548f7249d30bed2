import { afterAll, beforeAll, expect, test } from "vitest";
import { followAwaitedStreams } from "#actions/follow-awaited-streams.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { freePort } from "#demo/free-port.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";

let southbank: TestInstance;
let northfield: TestInstance | undefined;
let northPort: number;
let northHost: string;

beforeAll(async () => {
  northPort = await freePort();
  northHost = `northfield.localhost:${northPort}`;
  southbank = await startTestInstance({ name: "southbank", allowOrigins: [`http://${northHost}`] });
});
afterAll(async () => {
  await Promise.all([southbank?.stop(), northfield?.stop()]);
});

const startNorthfield = async (): Promise<TestInstance> => {
  northfield = await startTestInstance({
    name: "northfield",
    port: northPort,
    allowOrigins: [southbank.origin],
  });
  await setPeerTrust(northfield.app.instance, southbank.origin, "trusted");
  return northfield;
};

const followDermatology = ({ client }: SignedIn) =>
  client.post(`${southbank.origin}/follow-specialty`, { specialty: "dermatology" });

const streamsPage = async ({ client }: SignedIn): Promise<string> =>
  (await client.get(`${southbank.origin}/streams`)).text;

test("a specialty reaches institutions that are down when it is followed, and those that are trusted later", async () => {
  const before = await southbank.signIn();
  await followDermatology(before);
  await setPeerTrust(southbank.app.instance, northHost, "trusted");
  const meanwhile = await southbank.signIn();
  const page = await followDermatology(meanwhile);
  expect(page.text.replaceAll(/\s+/gu, " ")).toContain("This one is asked again until it answers;");
  expect(page.text).toContain(northHost);

  await followAwaitedStreams(southbank.app.instance);
  expect(await streamsPage(before)).toContain("followed at 1 institution");

  const house = await startNorthfield();
  // The next try is a minute after the one that failed.
  await setPeerTrust(southbank.app.instance, northHost, "trusted");
  await followAwaitedStreams(southbank.app.instance);
  // The house's own clock may have come first.
  await eventually("both follow there, too", async () => {
    for (const reader of [before, meanwhile]) {
      expect(await streamsPage(reader)).toContain("followed at 2 institutions");
    }
  });
  const asker = await house.signIn();
  await eventually("a case of there comes home to both", async () => {
    const title = "A case of an institution that was away";
    if (!(await asker.client.get(`${house.origin}/streams/dermatology`)).text.includes(title)) {
      await postCase(house, asker.physician, { title });
    }
    for (const { client } of [before, meanwhile]) {
      expect((await client.get(`${southbank.origin}/`)).text).toContain(title);
    }
  });
});

test("who stops following, and who is blocked meanwhile, is not followed", async () => {
  await northfield?.stop();
  northfield = undefined;
  const [leaver, stayer] = [await southbank.signIn(), await southbank.signIn()];
  for (const one of [leaver, stayer]) await followDermatology(one);
  await leaver.client.post(`${southbank.origin}/unfollow-specialty`, { specialty: "dermatology" });
  const other = "westgate.example";
  await setPeerTrust(southbank.app.instance, other, "trusted");
  await setPeerTrust(southbank.app.instance, other, "blocked");
  await startNorthfield();
  await setPeerTrust(southbank.app.instance, northHost, "trusted");
  await followAwaitedStreams(southbank.app.instance);
  await eventually("nothing is awaited any more", async () => {
    expect(await southbank.app.instance.db.query.awaitedStreams.findMany()).toEqual([]);
  });
  expect(await streamsPage(stayer)).toContain("followed at 2 institutions");
  expect(await streamsPage(leaver)).not.toContain("followed at");
});
