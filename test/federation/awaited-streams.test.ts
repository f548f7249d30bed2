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

const followSpecialty = ({ client }: SignedIn, specialty: string) =>
  client.post(`${southbank.origin}/follow-specialty`, { specialty });

const streamsPage = async ({ client }: SignedIn): Promise<string> =>
  (await client.get(`${southbank.origin}/streams`)).text;

test("a specialty reaches institutions that are down when it is followed, and those that are trusted later", async () => {
  const before = await southbank.signIn();
  await followSpecialty(before, "dermatology");
  await setPeerTrust(southbank.app.instance, northHost, "trusted");
  const meanwhile = await southbank.signIn();
  const page = await followSpecialty(meanwhile, "dermatology");
  expect(page.text.replaceAll(/\s+/gu, " ")).toContain("This one is asked again for three weeks;");
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

const nothingAwaited = () =>
  eventually("nothing is awaited any more", async () => {
    expect(await southbank.app.instance.db.query.awaitedStreams.findMany()).toEqual([]);
  });

test("who stops following does not follow later, and who is blocked meanwhile is not followed", async () => {
  const { instance } = southbank.app;
  // A stream that was never heard of here: one that is known is followed even while its server is away.
  await northfield?.stop();
  northfield = undefined;
  const [leaver, stayer] = [await southbank.signIn(), await southbank.signIn()];
  for (const one of [leaver, stayer]) await followSpecialty(one, "radiology");
  await leaver.client.post(`${southbank.origin}/unfollow-specialty`, { specialty: "radiology" });
  await startNorthfield();

  // It is up and would accept.
  await setPeerTrust(instance, northHost, "blocked");
  await followAwaitedStreams(instance);
  await nothingAwaited();
  expect(await streamsPage(stayer)).toContain("followed at 1 institution");

  await setPeerTrust(instance, northHost, "trusted");
  await followAwaitedStreams(instance);
  await nothingAwaited();
  expect(await streamsPage(stayer)).toContain("followed at 2 institutions");
  expect(await streamsPage(leaver)).not.toContain("followed at");
});
