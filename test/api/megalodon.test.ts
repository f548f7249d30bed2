import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import generator, { type MegalodonInterface } from "megalodon";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeOf, decide } from "#test/support/api-client.ts";
import { eventually } from "#test/support/eventually.ts";
import { photo } from "#test/support/images.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";

const REDIRECT = "pocket-reader://callback";
const SCOPES = ["read", "write", "follow"];

let house: TestInstance;
let folder: string;
let url: string;
let asker: SignedIn;
let colleague: SignedIn;
let mine: MegalodonInterface;
let theirs: MegalodonInterface;

beforeAll(async () => {
  house = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  folder = await mkdtemp(path.join(tmpdir(), "consilium-photos-"));
  url = `http://127.0.0.1:${house.config.port}`;
  [asker, colleague] = [await house.signIn(), await house.signIn()];
  [mine, theirs] = [await signInWithApp(asker.session), await signInWithApp(colleague.session)];
}, 60_000);
afterAll(async () => {
  await house.stop();
  await rm(folder, { recursive: true });
});

/** Without PKCE, to a custom scheme, as apps on phones do. */
async function signInWithApp(session: string): Promise<MegalodonInterface> {
  const anonymous = generator("mastodon", url);
  const app = await anonymous.registerApp("Pocket reader", { scopes: SCOPES, redirect_uris: REDIRECT });
  const address = new URL(app.url ?? "");
  expect(address.pathname).toBe("/oauth/authorize");
  const code = codeOf(
    await decide(house, session, { ...Object.fromEntries(address.searchParams), decision: "allow" }),
  );
  const token = await anonymous.fetchAccessToken(app.client_id, app.client_secret, code, REDIRECT);
  return generator("mastodon", url, token.access_token);
}

test("what an app asks first is answered", async () => {
  expect((await generator("mastodon", url).getInstance()).data.title).toBe("Northfield Hospital");
  expect((await mine.verifyAppCredentials()).data.name).toBe("Pocket reader");
  expect((await mine.verifyAccountCredentials()).data.username).toBe(asker.physician.persona.handle);
  const answers = await Promise.all([
    mine.getPreferences(),
    mine.getFollowedTags(),
    mine.getSuggestions(),
    mine.getFilters(),
    mine.getLists(),
    mine.getEndorsements(),
    mine.getFeaturedTags(),
    mine.getFollowRequests(),
    mine.getDomainBlocks(),
    mine.getScheduledStatuses(),
    mine.getConversationTimeline(),
    mine.getMarkers(["home", "notifications"]),
    mine.getInstanceCustomEmojis(),
    mine.getInstanceAnnouncements(),
    mine.getInstancePeers(),
    mine.getInstanceTrends(),
    mine.getInstanceDirectory(),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
});

test("a case with a photo is asked, answered and read", async () => {
  const picture = path.join(folder, "photo.jpg");
  await writeFile(picture, await photo(400, 300));
  const sent = await mine.uploadMedia(createReadStream(picture), { description: "A ring-shaped plaque" });
  await eventually("the picture is checked", async () => {
    expect((await mine.getMedia(sent.data.id)).status).toBe(200);
  });
  await mine.updateMedia(sent.data.id, { description: "A ring-shaped plaque with a raised border" });
  const asked = await mine.postStatus("@dermatology Annular plaque\n\nFungal after all?", {
    media_ids: [sent.data.id],
    visibility: "public",
  });
  const { id } = asked.data;
  if (!("content" in asked.data)) throw new Error("A status was expected");
  expect(asked.data.media_attachments[0]?.description).toBe("A ring-shaped plaque with a raised border");

  const answered = await theirs.postStatus("1. Granuloma annulare 2. Tinea corporis", { in_reply_to_id: id });
  const context = await mine.getStatusContext(id);
  expect(context.data.descendants.map((one) => one.id)).toEqual([answered.data.id]);
  await eventually("the asker is told", async () => {
    const told = await mine.getNotifications({ limit: 5 });
    expect(told.data[0]?.status?.id).toBe(answered.data.id);
    expect((await mine.getNotification(told.data[0]?.id ?? "")).data.type).toBe("mention");
  });
  for (const timeline of [
    await theirs.getPublicTimeline(),
    await theirs.getLocalTimeline({ only_media: true }),
    await theirs.getTagTimeline("dermatology"),
    await theirs.getAccountStatuses(asker.physician.persona.actorId),
  ]) {
    expect(timeline.data.map((one) => one.id)).toContain(id);
  }
  const found = await theirs.search("annular", { type: "statuses" });
  expect(found.data.statuses.map((one) => one.id)).toContain(id);
  expect((await theirs.favouriteStatus(id)).data.favourited).toBe(true);
  expect((await theirs.getFavourites()).data.map((one) => one.id)).toEqual([id]);
  expect((await theirs.bookmarkStatus(id)).data.bookmarked).toBe(true);
  expect((await theirs.unbookmarkStatus(id)).data.bookmarked).toBe(false);
});

test("posts, people, lists and filters are kept", async () => {
  const post = await mine.postStatus("Good morning", { visibility: "public" });
  expect((await mine.editStatus(post.data.id, { status: "Good evening" })).data.content).toBe(
    "<p>Good evening</p>",
  );
  expect((await mine.getStatusSource(post.data.id)).data.text).toBe("Good evening");
  expect((await theirs.reblogStatus(post.data.id)).data.reblogged).toBe(true);
  expect((await mine.getStatusRebloggedBy(post.data.id)).data).toHaveLength(1);
  expect((await mine.pinStatus(post.data.id)).data.pinned).toBe(true);
  const { actorId } = asker.physician.persona;
  expect((await theirs.followAccount(actorId)).data.following).toBe(true);
  expect((await mine.getAccountFollowers(actorId)).data.map(({ id }) => id)).toEqual([
    colleague.physician.persona.actorId,
  ]);
  const list = await theirs.createList("Colleagues");
  await theirs.addAccountsToList(list.data.id, [actorId]);
  expect((await theirs.getListTimeline(list.data.id)).data.length).toBeGreaterThan(0);
  await theirs.deleteList(list.data.id);
  const filter = await theirs.createFilter("morning", ["home"], { whole_word: true });
  expect((await theirs.getFilter(filter.data.id)).data.phrase).toBe("morning");
  await theirs.deleteFilter(filter.data.id);
  await theirs.report(actorId, { comment: "Advertises a device" });
  expect((await mine.deleteStatus(post.data.id)).status).toBe(200);
  await mine.dismissNotifications();
  expect((await mine.getNotifications()).data).toEqual([]);
});
