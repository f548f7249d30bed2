import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import type { BrowserClient } from "#demo/browser-client.ts";
import { unescapeHtml } from "#demo/html-forms.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { type RemoteServer, startRemoteServer } from "#test/support/remote-server.ts";

/** How each of the other servers treats a delivery, once it follows. */
const PEERS = ["well", "gone", "silent", "endless", "elsewhere", "page", "half", "blocked"] as const;
type Peer = (typeof PEERS)[number];

let peers: ReadonlyMap<Peer, RemoteServer>;
let northfield: TestInstance;
let asker: SignedIn;
let administrator: BrowserClient;

const peer = (name: Peer): RemoteServer => {
  const found = peers.get(name);
  if (found === undefined) throw new Error(`There is no ${name}`);
  return found;
};

beforeAll(async () => {
  peers = new Map(
    await Promise.all(PEERS.map(async (name) => [name, await startRemoteServer(name)] as const)),
  );
  northfield = await startTestInstance({
    name: "northfield",
    allowOrigins: [...peers.values()].map(({ origin }) => origin),
  });
  asker = await northfield.signIn();
  administrator = northfield.visitor();
  const link = await administrator.get(northfield.administratorLink ?? "");
  await administrator.submit(link, link.url.pathname, { login: "admin", password: "a long enough password" });
  for (const server of peers.values()) await followAsker(server);
});
afterAll(async () => {
  await northfield?.stop();
  const others = [...(peers ?? [])].filter(([name]) => name !== "gone");
  await Promise.all(others.map(([, server]) => server.stop()));
});

async function followAsker(server: RemoteServer): Promise<void> {
  const fan = await server.addActor("fan");
  const followed = `${northfield.origin}/actors/${asker.physician.persona.handle}`;
  const id = `${fan.uri}/follows/1`;
  const activity = { id, type: "Follow", actor: fan.uri, object: followed };
  await server.post(fan, `${northfield.origin}/inbox`, {
    "@context": "https://www.w3.org/ns/activitystreams",
    ...activity,
  });
  await eventually("the follow is accepted", async () => {
    expect(server.delivered.map((one) => one.activity["type"])).toContain("Accept");
  });
}

/** Answers every delivery in this way from now on. */
function treat(name: Peer, answer: (response: ServerResponse, nth: number) => void): void {
  let nth = 0;
  for (const path of ["/inbox", "/users/fan/inbox"]) {
    peer(name).handlers.set(path, (_request, response) => answer(response, (nth += 1)));
  }
}

/** What the dashboard says of a peer, without its markup. */
async function rowOf(name: Peer): Promise<string> {
  const { text } = await administrator.get(`${northfield.origin}/manage`);
  const rows = text.split("<tr>").filter((row) => row.includes(peer(name).host));
  return unescapeHtml((rows[0] ?? "").replaceAll(/<[^>]*>/gu, " ")).replaceAll(/\s+/gu, " ");
}

test("whatever peers do, posting succeeds at once, the others get it, and the dashboard says what is wrong", async () => {
  await peer("gone").stop();
  treat("silent", () => {});
  treat("endless", (response) => {
    response.writeHead(200);
    const more = (): boolean => response.write("x".repeat(65_536), () => setImmediate(more));
    more();
  });
  treat("elsewhere", (response) =>
    response.writeHead(302, { location: `${peer("page").origin}/inbox` }).end(),
  );
  treat("page", (response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome to nginx</h1>");
  });
  treat("half", (response, nth) => response.writeHead(nth % 2 === 1 ? 500 : 202).end());
  await setPeerTrust(northfield.app.instance, peer("blocked").host, "blocked");
  const before = new Map(PEERS.map((name) => [name, asked(name)]));

  const begun = performance.now();
  for (let nth = 1; nth <= 3; nth += 1) {
    const title = `Posted in bad weather ${nth}`;
    await postCase(northfield, asker.physician, { title });
    const shown = await asker.client.get(`${northfield.origin}/search?q=${encodeURIComponent(title)}`);
    expect(shown.text).toContain(title);
  }
  await eventually("the peer that is well has all three", async () => {
    const creates = peer("well").delivered.filter((one) => one.activity["type"] === "Create");
    expect(creates).toHaveLength(3);
  });
  // Less than it would take if the others waited for the silent one, ten seconds with each case.
  expect(performance.now() - begun).toBeLessThan(25_000);

  const said: readonly (readonly [Peer, RegExp])[] = [
    ["gone", /[1-9]\d* failed|No connection to .* could be made/u],
    ["silent", /took longer than/u],
    ["endless", /answered with more than/u],
    ["elsewhere", /answered 302/u],
    ["half", /answered 500/u],
  ];
  for (const [name, words] of said) {
    await eventually(
      `the dashboard says what is wrong with ${name}`,
      async () => {
        expect(await rowOf(name)).toMatch(words);
      },
      30_000,
    );
  }
  // And when it is tried again.
  expect(await rowOf("gone")).toMatch(/ in (?:\d+ (?:s|min)|under a second)/u);
  await eventually(
    "the peer that fails half of the time has all three by trying again",
    async () => {
      expect(await rowOf("half")).toBe("");
    },
    40_000,
  );
  expect(asked("half") - (before.get("half") ?? 0)).toBeGreaterThanOrEqual(6);
  // Taken for taken, whatever the page says; and a redirect of a delivery is not followed.
  expect(asked("page") - (before.get("page") ?? 0)).toBe(3);
  expect(asked("blocked")).toBe(before.get("blocked"));
  expect(await rowOf("blocked")).toBe("");
});

const asked = (name: Peer): number =>
  [...peer(name).asked].reduce((sum, [path, count]) => sum + (path.endsWith("/inbox") ? count : 0), 0);
