import { createOAuthAPIClient, createRestAPIClient, type mastodon, MastoHttpError } from "masto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { APP_REDIRECT, codeOf, decide } from "#test/support/api-client.ts";
import { eventually } from "#test/support/eventually.ts";
import { photo } from "#test/support/images.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";

let house: TestInstance;
let url: string;
let asker: SignedIn;
let colleague: SignedIn;
/** Apps of the two, as masto.js makes them. */
let mine: mastodon.rest.Client;
let theirs: mastodon.rest.Client;

beforeAll(async () => {
  house = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  // Not every machine's resolver knows NAME.localhost, and the app uses the machine's.
  url = `http://127.0.0.1:${house.config.port}`;
  [asker, colleague] = [await house.signIn(), await house.signIn()];
  [mine, theirs] = [await signInWithApp(asker.session), await signInWithApp(colleague.session)];
}, 60_000);
afterAll(() => house.stop());

/** From "enter your server" to a client that acts for the person. */
async function signInWithApp(session: string): Promise<mastodon.rest.Client> {
  const anonymous = createRestAPIClient({ url });
  const app = await anonymous.v1.apps.create({
    clientName: "Pocket reader",
    redirectUris: APP_REDIRECT,
    scopes: "read write follow push",
  });
  const code = codeOf(
    await decide(house, session, {
      response_type: "code",
      client_id: app.clientId ?? "",
      redirect_uri: APP_REDIRECT,
      scope: "read write follow push",
      decision: "allow",
    }),
  );
  const token = await createOAuthAPIClient({ url }).token.create({
    grantType: "authorization_code",
    clientId: app.clientId ?? "",
    clientSecret: app.clientSecret ?? "",
    redirectUri: APP_REDIRECT,
    code,
  });
  return createRestAPIClient({ url, accessToken: token.accessToken });
}

const nextOf = async <Item>(pages: AsyncIterable<Item[]>, most: number): Promise<Item[][]> => {
  const found: Item[][] = [];
  for await (const page of pages) {
    if (page.length === 0 || found.length === most) break;
    found.push(page);
  }
  return found;
};

test("what an app asks first is answered", async () => {
  const instance = await createRestAPIClient({ url }).v2.instance.fetch();
  expect(instance).toMatchObject({ title: "Northfield Hospital", registrations: { enabled: false } });
  expect(instance.version).toMatch(/^4\.5\.0 \(compatible; Consilium \d/u);
  const me = await mine.v1.accounts.verifyCredentials();
  expect(me).toMatchObject({
    username: asker.physician.persona.handle,
    source: { privacy: "private" },
    fields: [{ name: "Profession" }, { name: "Specialty" }, { name: "Verified by" }],
  });
  expect(me.fields[0]?.verifiedAt).toMatch(/Z$/u);
  await Promise.all([
    mine.v1.preferences.fetch(),
    mine.v1.customEmojis.list(),
    mine.v1.announcements.list(),
    mine.v1.lists.list(),
    mine.v2.filters.list(),
    mine.v1.followedTags.list(),
    mine.v1.trends.tags.list(),
    mine.v1.trends.statuses.list(),
    mine.v1.trends.links.list(),
    mine.v2.suggestions.list(),
    mine.v1.conversations.list(),
    mine.v1.markers.fetch({ timeline: ["home", "notifications"] }),
    mine.v2.notifications.policy.fetch(),
  ]);
});

test("a physician asks with a photo, a colleague answers, both read it everywhere", async () => {
  const stream = await theirs.v1.accounts.lookup({ acct: "dermatology" });
  expect(stream.group).toBe(true);
  expect(await theirs.v1.accounts.$select(stream.id).follow()).toMatchObject({ following: true });

  const media = await mine.v2.media.create({
    file: new Blob([new Uint8Array(await photo(640, 480))], { type: "image/jpeg" }),
    description: "A ring-shaped plaque with a raised border",
  });
  expect(media.url).toContain("/uploads/");
  const asked = await mine.v1.statuses.create({
    status: "@dermatology Annular plaque on the forearm\n\nFungal after all, or should I biopsy?",
    mediaIds: [media.id],
    visibility: "private",
  });
  expect(asked.mediaAttachments[0]?.meta?.original).toMatchObject({ width: 640, height: 480 });

  await eventually("the case is in the colleague's home timeline", async () => {
    const [first] = await theirs.v1.timelines.home.list();
    expect(first?.id).toBe(asked.id);
  });
  const answered = await theirs.v1.statuses.create({
    status: "1. Granuloma annulare\n2. Tinea corporis\n80 % sure",
    inReplyToId: asked.id,
  });
  const remark = await mine.v1.statuses.create({
    status: "Thank you, biopsy it is.",
    inReplyToId: answered.id,
  });
  const { ancestors, descendants } = await mine.v1.statuses.$select(asked.id).context.fetch();
  expect(ancestors).toEqual([]);
  expect(descendants.map(({ id }) => id)).toEqual([answered.id, remark.id]);

  const [told] = await eventually("the asker is told", async () => {
    const list = await mine.v1.notifications.list({ types: ["mention"] });
    expect(list[0]?.status?.id).toBe(answered.id);
    return list;
  });
  expect(told?.account.id).toBe(colleague.physician.persona.actorId);
  const grouped = await mine.v2.notifications.list();
  expect(grouped.notificationGroups[0]).toMatchObject({ statusId: answered.id });
  expect((await mine.v1.notifications.unreadCount.fetch()).count).toBeGreaterThan(0);
  await mine.v1.markers.create({ notifications: { lastReadId: told?.id ?? "" } });

  for (const timeline of [
    await theirs.v1.timelines.public.list({ local: true }),
    await theirs.v1.timelines.tag.$select("dermatology").list(),
    await theirs.v1.accounts.$select(stream.id).statuses.list(),
    await theirs.v1.accounts.$select(asker.physician.persona.actorId).statuses.list({ onlyMedia: true }),
  ]) {
    expect(timeline.map(({ id }) => id)).toContain(asked.id);
  }
  const found = await theirs.v2.search.list({ q: "annular plaque", type: "statuses" });
  expect(found.statuses.map(({ id }) => id)).toEqual([asked.id]);
  const resolved = await theirs.v2.search.list({ q: asked.uri, resolve: true });
  expect(resolved.statuses.map(({ id }) => id)).toEqual([asked.id]);
});

test("posts are written, changed, marked, passed on, paged through and removed", async () => {
  const ids: string[] = [];
  for (let number = 1; number <= 5; number += 1) {
    ids.unshift(
      (await mine.v1.statuses.create({ status: `Post number ${number}`, visibility: "public" })).id,
    );
  }
  const account = theirs.v1.accounts.$select(asker.physician.persona.actorId);
  const pages = await nextOf(account.statuses.list({ limit: 2, excludeReplies: true }), 3);
  expect(
    pages
      .flat()
      .slice(0, 5)
      .map(({ id }) => id),
  ).toEqual(ids);

  const [latest = ""] = ids;
  const one = theirs.v1.statuses.$select(latest);
  expect((await one.favourite()).favourited).toBe(true);
  expect((await one.bookmark()).bookmarked).toBe(true);
  expect((await one.reblog()).reblog?.id ?? latest).toBe(latest);
  expect((await theirs.v1.favourites.list()).map(({ id }) => id)).toEqual([latest]);
  expect((await theirs.v1.bookmarks.list()).map(({ id }) => id)).toEqual([latest]);
  expect((await one.favouritedBy.list()).map(({ id }) => id)).toEqual([colleague.physician.persona.actorId]);
  const changed = await mine.v1.statuses.$select(latest).update({ status: "Post number five" });
  expect(changed.editedAt).not.toBeNull();
  expect(await mine.v1.statuses.$select(latest).history.list()).toHaveLength(2);
  await mine.v1.statuses.$select(latest).remove();
  const error: unknown = await one.fetch().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(MastoHttpError);
  expect(error).toMatchObject({ statusCode: 404 });
});

test("people are followed, noted, muted, blocked and listed", async () => {
  const { actorId } = asker.physician.persona;
  const account = theirs.v1.accounts.$select(actorId);
  expect(await account.follow({ notify: true, reblogs: false })).toMatchObject({
    following: true,
    notifying: true,
    showingReblogs: false,
  });
  expect(await account.note.create({ comment: "Met at a congress" })).toMatchObject({
    note: "Met at a congress",
  });
  const list = await theirs.v1.lists.create({ title: "Colleagues" });
  await theirs.v1.lists.$select(list.id).accounts.create({ accountIds: [actorId] });
  expect((await theirs.v1.lists.$select(list.id).accounts.list()).map(({ id }) => id)).toEqual([actorId]);
  expect((await theirs.v1.timelines.list.$select(list.id).list()).length).toBeGreaterThan(0);
  expect(await account.mute({ duration: 60 })).toMatchObject({ muting: true });
  expect(await account.unmute()).toMatchObject({ muting: false });
  expect(await account.block()).toMatchObject({ blocking: true, following: false });
  expect(await account.unblock()).toMatchObject({ blocking: false });
  const [relation] = await theirs.v1.accounts.relationships.fetch({ id: [actorId] });
  expect(relation?.note).toBe("Met at a congress");
  expect(
    (await theirs.v1.accounts.search.list({ q: asker.physician.persona.handle })).map(({ id }) => id),
  ).toContain(actorId);
  const report = await theirs.v1.reports.create({ accountId: actorId, comment: "Advertises a device" });
  expect(report.targetAccount.id).toBe(actorId);
});
