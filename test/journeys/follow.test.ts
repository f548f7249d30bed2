import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClientPage } from "#demo/browser-client.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import type { SignedIn, TestInstance } from "#test/support/instance.ts";
import { words } from "#test/support/page-words.ts";
import { caseNote, create, note } from "#test/support/remote-notes.ts";
import { type RemoteActor, type RemoteServer, startRemoteServer } from "#test/support/remote-server.ts";
import { signInAdministrator, startTwoHouses, type TwoHouses } from "#test/support/two-houses.ts";

let houses: TwoHouses;
let social: RemoteServer;
let reader: SignedIn;
let asker: SignedIn;
let alice: RemoteActor;
beforeAll(async () => {
  social = await startRemoteServer("social");
  houses = await startTwoHouses([social.origin]);
  const { northfield, southbank } = houses;
  const [north, south] = await Promise.all([
    signInAdministrator(northfield, "nils"),
    signInAdministrator(southbank, "sara"),
  ]);
  await north.post(`${northfield.origin}/manage/peers`, { host: southbank.origin, trust: "trusted" });
  await south.post(`${southbank.origin}/manage/peers`, { host: northfield.origin, trust: "trusted" });
  asker = await northfield.signIn({ pseudonym: "Grey Kestrel" });
  reader = await southbank.signIn({ pseudonym: "Quiet Heron" });
  alice = await social.addActor("alice", { name: "Alice of the social server" });
}, 120_000);
afterAll(async () => {
  await houses.stop();
  await social.stop();
});

const search = (query: string, who: SignedIn = reader): Promise<ClientPage> =>
  who.client.get(`${houses.southbank.origin}/search?q=${encodeURIComponent(query)}`);
const home = async (who: SignedIn = reader): Promise<string> =>
  words(await who.client.get(`${houses.southbank.origin}/`));
const hostOf = ({ origin }: TestInstance): string => new URL(origin).host;
const comesHome = (title: string, who: SignedIn = reader): Promise<void> =>
  eventually(`“${title}” is in the home timeline`, async () => expect(await home(who)).toContain(title));

describe("somebody at another institution", () => {
  test("is found by their handle, followed, fills the home page, and is told; until unfollowed", async () => {
    const { northfield, southbank } = houses;
    const found = await search(`@grey-kestrel@${hostOf(northfield)}`);
    expect(words(found)).toContain("Grey Kestrel");
    expect(words(found)).toContain(`grey-kestrel@${hostOf(northfield)}`);
    const followed = await reader.client.submit(found, "/follow");
    expect(words(followed)).toMatch(/Your request to follow is on its way|You follow them now/u);
    await eventually("it is accepted", async () => {
      expect(words(await reader.client.get(`${southbank.origin}/you`))).toContain("Following · stop");
    });
    await eventually("the followed one is told, once", async () => {
      const news = words(await asker.client.get(`${northfield.origin}/notifications`));
      expect(news.split("follows you")).toHaveLength(2);
      expect(news).toContain("Quiet Heron");
    });

    await postCase(northfield, asker.physician, { title: "After the follow", audience: "network" });
    await comesHome("After the follow");
    // A case that is here already is found by its words, and by the address that its own institution gave it.
    const byWords = await search("after follow");
    expect(words(byWords)).toContain("After the follow");

    const you = await reader.client.get(`${southbank.origin}/you`);
    const unfollowed = await reader.client.submit(you, "/unfollow");
    expect(words(unfollowed)).toContain("You no longer follow them.");
    expect(await home()).not.toContain("After the follow");
    const stranger = await southbank.signIn();
    await stranger.client.submit(await search(`@grey-kestrel@${hostOf(northfield)}`, stranger), "/follow");
    // What was there before comes at once; what is new as soon as it is accepted.
    expect(await home(stranger)).toContain("After the follow");
    await eventually("the other one is accepted", async () => {
      expect(words(await stranger.client.get(`${southbank.origin}/you`))).toContain("Following · stop");
    });
    await postCase(northfield, asker.physician, { title: "After the unfollow", audience: "network" });
    await comesHome("After the unfollow", stranger);
    expect(await home()).not.toContain("After the unfollow");
  });

  test("is found by the address of their page or their actor, too, and by part of their name once known", async () => {
    const { northfield } = houses;
    for (const address of [
      `${northfield.origin}/@grey-kestrel`,
      `${northfield.origin}/actors/grey-kestrel`,
      `@Grey-Kestrel@${hostOf(northfield)}`.toLowerCase(),
      `grey-kestrel@${hostOf(northfield)}`,
      "kestrel",
    ]) {
      const found = await search(address);
      expect([found.status, words(found)], address).toEqual([200, expect.stringContaining("Grey Kestrel")]);
    }
  });
});

describe("a stream", () => {
  test("is followed at every trusted institution at once, and brings their cases", async () => {
    const { northfield, southbank } = houses;
    const ulla = await southbank.signIn();
    const page = await ulla.client.get(`${southbank.origin}/streams/ophthalmology`);
    const followed = await ulla.client.submit(page, "/follow-specialty", { specialty: "ophthalmology" });
    expect(words(followed)).toContain("You follow them now.");
    await eventually("the other institution's stream has accepted", async () => {
      const you = words(await ulla.client.get(`${southbank.origin}/you`));
      expect(you.split("Following · stop")).toHaveLength(3);
    });
    await postCase(northfield, asker.physician, {
      title: "Red eye since Sunday",
      specialty: "ophthalmology",
      audience: "network",
    });
    await comesHome("Red eye since Sunday", ulla);
    const stream = words(await ulla.client.get(`${southbank.origin}/streams/ophthalmology`));
    expect(stream).toContain("Red eye since Sunday");
    const found = await search("ophthalmology", ulla);
    expect(words(found)).toContain(`ophthalmology@${hostOf(northfield)}`);
    expect(words(found)).not.toContain("not verified");

    const done = await ulla.client.submit(
      await ulla.client.get(`${southbank.origin}/streams/ophthalmology`),
      "/unfollow-specialty",
    );
    expect(words(done)).toContain("You no longer follow them.");
    expect(words(await ulla.client.get(`${southbank.origin}/you`))).toContain("Nobody yet");
    expect(await home(ulla)).not.toContain("Red eye since Sunday");
  });
});

describe("anybody of the fediverse", () => {
  const requested = (actor: RemoteActor) =>
    eventually("the Follow arrives", async () => {
      const found = social.delivered.findLast(
        ({ activity }) => activity["type"] === "Follow" && activity["object"] === actor.uri,
      );
      if (found === undefined) throw new Error("It has not come");
      return found.activity;
    });

  test("is found, asked, and followed once their server has accepted", async () => {
    const { southbank } = houses;
    const ulla = await southbank.signIn();
    const found = await search(`@alice@${social.host}`, ulla);
    expect(words(found)).toContain("Alice of the social server");
    const followed = await ulla.client.submit(found, "/follow");
    expect(words(followed)).toContain("Their server has to accept it.");
    expect(words(followed)).toContain("Requested · withdraw");
    const activity = await requested(alice);

    await social.post(alice, `${southbank.origin}/inbox`, {
      "@context": "https://www.w3.org/ns/activitystreams",
      id: `${alice.uri}/accepts/1`,
      type: "Accept",
      actor: alice.uri,
      object: activity,
    });
    await eventually("the follow counts", async () => {
      expect(words(await ulla.client.get(`${southbank.origin}/you`))).toContain("Following · stop");
    });
    await social.post(alice, `${southbank.origin}/inbox`, create(caseNote(alice)));
    await comesHome("A rash that comes back", ulla);
    expect(await home(reader)).not.toContain("A rash that comes back");
    // Notes that are no cases have no place here.
    await social.post(
      alice,
      `${southbank.origin}/inbox`,
      create(note(alice, { content: "<p>Lunch was nice</p>" })),
    );
    expect(await home(ulla)).not.toContain("Lunch was nice");

    const page = await ulla.client.get(`${southbank.origin}/@alice@${social.host}`);
    expect(words(page)).toContain("Nobody vouches for this account");
    await ulla.client.submit(page, "/unfollow");
    await eventually("their server hears that it is undone", async () => {
      expect(social.delivered.map(({ activity: one }) => one["type"])).toContain("Undo");
    });
  });

  test("who refuses is not followed, and a request can be withdrawn", async () => {
    const { southbank } = houses;
    const bob = await social.addActor("bob");
    const ulla = await southbank.signIn();
    await ulla.client.submit(await search(`@bob@${social.host}`, ulla), "/follow");
    const activity = await requested(bob);
    await social.post(bob, `${southbank.origin}/inbox`, {
      "@context": "https://www.w3.org/ns/activitystreams",
      id: `${bob.uri}/rejects/1`,
      type: "Reject",
      actor: bob.uri,
      object: activity,
    });
    await eventually("nothing is left of it", async () => {
      expect(words(await ulla.client.get(`${southbank.origin}/you`))).toContain("Nobody yet");
    });
    const again = await ulla.client.submit(await search(`@bob@${social.host}`, ulla), "/follow");
    expect(words(again)).toContain("Requested · withdraw");
    const withdrawn = await ulla.client.submit(again, "/unfollow");
    expect(words(withdrawn)).toContain("You no longer follow them.");
  });

  test("a case elsewhere is opened by its address", async () => {
    const object = caseNote(alice);
    const path = new URL(object.id).pathname;
    social.documents.set(path, { "@context": create(object)["@context"], ...object });
    const opened = await search(object.id);
    expect([opened.status, opened.url.pathname]).toEqual([200, expect.stringMatching(/^\/cases\//u)]);
    expect(words(opened)).toContain("A rash that comes back");
  });
});

describe("what cannot be found", () => {
  test.each([
    [
      "a host that is not there",
      "@somebody@nobody.example",
      "There is no server called nobody.example, or its name cannot be found just now.",
    ],
    ["an unknown name", "@nobody@SOCIAL", "There is no such account @nobody@"],
    ["a page that is no actor", "http://SOCIAL/nothing", "SOCIAL"],
    ["a host inside the house", "@root@127.0.0.1:1", "127.0.0.1:1 is no public address"],
    ["an address inside the house", "https://127.0.0.1:1/secret", "127.0.0.1:1 is no public address"],
    [
      "a server that sends garbage",
      "http://SOCIAL/garbage",
      "SOCIAL answers, but not as a server of the fediverse does.",
    ],
    ["a server that breaks off", "http://SOCIAL/broken", "SOCIAL does not answer just now. Try again later."],
  ])("%s: said in plain words", async (_, query, message) => {
    social.handlers.set("/garbage", (_request, response) => {
      response.setHeader("content-type", "application/activity+json").end("<html>{{{");
    });
    social.handlers.set("/broken", (request) => void request.socket.destroy());
    const page = await search(query.replace("SOCIAL", social.host));
    expect(page.status).toBe(200);
    const text = words(page);
    expect(text).toContain(message.replace("SOCIAL", social.host));
    expect(text).toContain("Nothing found");
    expect(text).not.toMatch(/undefined|Error:|ECONN|ENOTFOUND|\bat .*\.ts/u);
  });

  test.each([
    "",
    " ",
    "%",
    "_",
    "\\",
    "'; drop table cases; --",
    "\ud800",
    "@",
    "@@",
    "x".repeat(5000),
    "<script>alert(1)</script>",
  ])("whatever is typed is only text: %j", async (query) => {
    const page = await reader.client.get(
      `${houses.southbank.origin}/search?q=${encodeURIComponent(query.toWellFormed())}`,
    );
    expect(page.status).toBe(200);
    expect(page.text).not.toContain("<script>alert");
    const visitor = await houses.southbank
      .visitor()
      .get(`${houses.southbank.origin}/search?q=${encodeURIComponent(query.toWellFormed())}`);
    expect(visitor.status).toBe(200);
  });

  test("bytes that are no text in an address are no error of ours", async () => {
    for (const path of [
      "/@%00",
      "/@a%00b@c",
      "/streams/%00",
      "/cases/%00",
      "/media/%00",
      "/invitation/%00",
      "/@%ff",
      "/search?q=%ff%00",
      "/?before=%00",
      "/opinions/%00",
    ]) {
      const { status } = await reader.client.get(`${houses.southbank.origin}${path}`);
      expect(status, path).toBeLessThan(500);
    }
  });

  test("a visitor finds what is public here, and is asked to sign in for more", async () => {
    await postCase(houses.southbank, reader.physician, { title: "Open to everyone", audience: "public" });
    await postCase(houses.southbank, reader.physician, { title: "Open to members", audience: "institution" });
    const visitor = houses.southbank.visitor();
    const page = await visitor.get(`${houses.southbank.origin}/search?q=open`);
    expect(words(page)).toContain("Open to everyone");
    expect(words(page)).not.toContain("Open to members");
    const before = social.asked.size;
    const address = await visitor.get(
      `${houses.southbank.origin}/search?q=${encodeURIComponent(`@unmet@${social.host}`)}`,
    );
    expect(words(address)).toContain("Sign in to look this address up at its own server.");
    expect(social.asked.size).toBe(before);
  });
});

describe("notifications", () => {
  test("tell of answers and comments on one's case, once each, and can be marked as read", async () => {
    const { southbank } = houses;
    const [author, colleague] = [await southbank.signIn(), await southbank.signIn()];
    const id = await postCase(southbank, author.physician, { title: "Worth a notification" });
    const url = `${southbank.origin}/cases/${id}`;
    await colleague.client.submit(await colleague.client.get(url), "/answer", {
      "diagnosis-1": "Eczema",
      confidence: "60",
    });
    await colleague.client.submit(await colleague.client.get(url), "/comment", { comment: "Any itching?" });
    const notifications = () => author.client.get(`${southbank.origin}/notifications`);
    await eventually("both are there", async () => {
      const page = words(await notifications());
      expect(page).toContain("answered your case Worth a notification");
      expect(page).toContain("commented on your case Worth a notification");
    });
    expect(words(await notifications())).toContain("2 unread");
    const done = await author.client.submit(await notifications(), "/notifications/read");
    expect(words(done)).toContain("All notifications are marked as read.");
    expect(words(done)).not.toContain("unread");
    expect(words(await colleague.client.get(`${southbank.origin}/notifications`))).toContain("Nothing yet");
  });
});
