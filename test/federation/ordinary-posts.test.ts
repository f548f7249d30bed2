import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unfollow } from "#actions/unfollow.ts";
import { listBoosters } from "#store/boosts.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { listNotifications } from "#store/notifications.ts";
import { findPost } from "#store/post-summaries.ts";
import { findPostByUri, listRevisions } from "#store/posts.ts";
import { eventually } from "#test/support/eventually.ts";
import { photo } from "#test/support/images.ts";
import type { SignedIn, TestInstance } from "#test/support/instance.ts";
import { createPostScene, type PostScene } from "#test/support/post-scene.ts";
import { activity, caseNote, create, note, PUBLIC } from "#test/support/remote-notes.ts";
import type { RemoteActor, RemoteServer } from "#test/support/remote-server.ts";

const AS = "https://www.w3.org/ns/activitystreams";

let scene: PostScene;
let here: TestInstance;
let there: RemoteServer;
let elsewhere: RemoteServer;
let alice: RemoteActor;
let bob: RemoteActor;
let mallory: RemoteActor;
let heron: SignedIn;
let jay: SignedIn;

beforeAll(async () => {
  scene = await createPostScene();
  ({ here, there, elsewhere, alice, bob, mallory, heron, jay } = scene);
});
afterAll(() => scene?.stop());

describe("posts of others", () => {
  test("of whom somebody here follows come to the home page, without what could harm", async () => {
    const content = `<p onclick="x()">Good <b>morning</b><script>alert(1)</script> <a href="javascript:x()">all</a></p><iframe src="https://x.example"></iframe>`;
    const object = note(alice, {
      content,
      summary: "A <b>warning</b>",
      contentMap: { en: content },
      tag: [
        { type: "Hashtag", name: "#Morning", href: `${there.origin}/tags/morning` },
        { type: "Mention", name: "@heron", href: heron.physician.persona.uri },
      ],
      cc: [heron.physician.persona.uri],
    });
    await scene.send(there, alice, create(object, { "@context": AS }));
    const post = await scene.found(object.id);
    expect(await findPost(here.app.instance.db, post.id, { kind: "member" })).toMatchObject({
      content: '<p>Good <b>morning</b> <a rel="nofollow noopener noreferrer">all</a></p>',
      summary: "A warning",
      sensitive: true,
      language: "en",
      audience: "public",
      tags: ["morning"],
      mentions: [{ uri: heron.physician.persona.uri }],
      author: { uri: alice.uri },
    });
    await scene.onHome(heron, "Good <b>morning</b>");
    const page = await scene.home(heron);
    expect(page).not.toContain("alert(1)");
    expect(page).not.toContain("x.example");
    expect(await scene.home(jay)).not.toContain("morning");
    const profile = await heron.client.get(`${here.origin}/@alice@${there.host}`);
    expect(profile.text).toContain("Good <b>morning</b>");
    const told = await listNotifications(here.app.instance.db, heron.physician.persona.actorId, {
      limit: 99,
    });
    expect(told.items.filter((one) => one.postId === post.id)).toMatchObject([{ kind: "mention" }]);
    // Nobody learns without signing in whom somebody here follows.
    expect((await here.visitor().get(`${here.origin}/posts/${post.id}`)).status).toBe(404);
  });

  test("bring their pictures, which are fetched and shown from here", async () => {
    const path = "/pictures/cat.jpg";
    const bytes = await photo(320, 200);
    there.handlers.set(path, (_request, response) => {
      response.setHeader("content-type", "image/jpeg");
      response.end(bytes);
    });
    const object = note(alice, {
      content: "<p>Our cat</p>",
      attachment: [
        { type: "Document", mediaType: "image/jpeg", url: there.origin + path, name: "A <i>cat</i>" },
        { type: "Document", mediaType: "video/mp4", url: `${there.origin}/cat.mp4`, name: "It moves" },
      ],
    });
    await scene.send(there, alice, create(object));
    const { id } = await scene.found(object.id);
    const attachments = await eventually("the picture is here", async () => {
      const post = await findPost(here.app.instance.db, id, { kind: "member" });
      expect(post?.attachments[0]).toMatchObject({ kind: "image", stored: true, alt: "A cat", width: 320 });
      return post?.attachments ?? [];
    });
    expect(attachments[1]).toMatchObject({ kind: "video", stored: false, alt: "It moves" });
    await scene.onHome(heron, `/media/${attachments[0]?.id}`);
    expect(await scene.home(heron)).not.toContain(there.origin + path);
    const media = `${here.origin}/media/${attachments[0]?.id}`;
    expect(await heron.client.bytes(media)).toMatchObject({ status: 200 });
    expect((await here.visitor().bytes(media)).status).toBe(404);

    await scene.send(there, alice, activity(alice, "Delete", object.id));
    await eventually("the picture is gone", async () =>
      expect(await heron.client.bytes(media)).toMatchObject({ status: 404 }),
    );
    expect(await here.app.instance.blobs.get(`${attachments[0]?.id}/full`)).toBeUndefined();
  });

  test.for([
    [
      "of a stranger, addressed to nobody here",
      () => [elsewhere, mallory, create(note(mallory, { content: "x" }))],
    ],
    [
      "of a stranger, for the stranger's followers",
      () => [
        elsewhere,
        mallory,
        create(note(mallory, { content: "x", to: [`${mallory.uri}/followers`], cc: [] })),
      ],
    ],
    [
      "direct, to somebody elsewhere",
      () => [there, alice, create(note(alice, { content: "x", to: [mallory.uri], cc: [] }))],
    ],
    [
      "that is another's (CVE-2024-23832)",
      () => [
        elsewhere,
        mallory,
        { ...create(note(alice, { content: "x" })), id: `${mallory.uri}/a`, actor: mallory.uri },
      ],
    ],
    [
      "whose id is on another host",
      () => [
        there,
        alice,
        create({ ...note(alice, { content: "x" }), id: `${elsewhere.origin}/n/1` }, { id: `${alice.uri}/b` }),
      ],
    ],
    [
      "that is a vote",
      () => [there, alice, create(note(alice, { name: "Yes", to: [heron.physician.persona.uri] }))],
    ],
    ["of another kind", () => [there, alice, create({ ...note(alice, { content: "x" }), type: "Event" })]],
  ] satisfies readonly (readonly [string, () => [RemoteServer, RemoteActor, object]])[])(
    "none %s",
    async ([, make]) => {
      const count = async () =>
        (await here.app.instance.db.execute<{ n: number }>(sql`select count(*)::int as n from posts`))[0]?.n;
      await scene.quiet();
      const before = await count();
      const [server, actor, sent] = make();
      await scene.send(server, actor, sent);
      await scene.quiet();
      expect(await count()).toBe(before);
    },
  );

  test("articles, pages and videos are reduced to title, text and address", async () => {
    const url = `${there.origin}/blog/1`;
    const article = {
      ...note(alice, { name: "On <i>rashes</i>", content: "<h2>One</h2><p>Two</p>", url, summary: "Short" }),
      type: "Article" as const,
    };
    const video = {
      ...note(alice, {
        name: "A film",
        content: "plain & *marked*",
        mediaType: "text/markdown",
        attributedTo: [
          { type: "Person", id: alice.uri },
          { type: "Group", id: `${there.origin}/channel` },
        ],
        url: [
          { type: "Link", mediaType: "application/x-mpegURL", href: `${there.origin}/x.m3u8` },
          { type: "Link", mediaType: "text/html", href: `${there.origin}/w/1` },
        ],
      }),
      type: "Video" as const,
    };
    await scene.send(there, alice, create(article));
    await scene.send(there, alice, activity(alice, "Create", video));
    const rel = 'rel="nofollow noopener noreferrer"';
    expect(await scene.found(article.id)).toMatchObject({
      url,
      summary: "",
      content: `<p><strong>On rashes</strong></p>One<p>Two</p><p><a href="${url}" ${rel}>${url}</a></p>`,
    });
    expect((await scene.found(video.id)).content).toBe(
      `<p><strong>A film</strong></p><p>plain &amp; *marked*</p><p><a href="${there.origin}/w/1" ${rel}>${there.origin}/w/1</a></p>`,
    );
  });

  test("are found by the address of their page, and no others by it", async () => {
    const object = note(bob, { content: "<p>By its page</p>", url: `${there.origin}/@bob/1` });
    there.documents.set("/@bob/1", { "@context": AS, ...object });
    there.documents.set(new URL(object.id).pathname, { "@context": AS, ...object });
    const { remote } = here.app.instance;
    const fetched = await remote.fetchObject(`${there.origin}/@bob/1`);
    expect(fetched).toEqual({ kind: "post", id: (await scene.found(object.id)).id });
    const search = `${here.origin}/search?q=${encodeURIComponent(`${there.origin}/@bob/1`)}`;
    expect((await heron.client.get(search)).text).toContain("By its page");

    const foreign = note(mallory, { content: "<p>Not of there</p>" });
    there.documents.set("/@bob/2", { "@context": AS, ...foreign });
    await expect(remote.fetchObject(`${there.origin}/@bob/2`)).rejects.toThrow("another address or server");
    const other = note(bob, { content: "<p>Turned</p>" });
    there.documents.set("/@bob/3", { "@context": AS, ...other });
    there.documents.set(new URL(other.id).pathname, { "@context": AS, ...object });
    await expect(remote.fetchObject(`${there.origin}/@bob/3`)).rejects.toThrow("another address or server");
  });

  test("a case stays a case, and a reply to one a comment", async () => {
    const object = caseNote(alice);
    await scene.send(there, alice, create(object));
    await eventually("the case is here", async () =>
      expect(await findCaseIdByUri(here.app.instance.db, object.id)).toBeDefined(),
    );
    const reply = note(alice, { content: "<p>More</p>", inReplyTo: object.id });
    await scene.send(there, alice, create(reply));
    await scene.quiet();
    expect(await findPostByUri(here.app.instance.db, reply.id)).toBeUndefined();
  });

  test("an edit keeps what was said before, by its author only, and an older one changes nothing", async () => {
    const object = note(alice, { content: "<p>First</p>" });
    await scene.send(there, alice, create(object));
    const { id } = await scene.found(object.id);
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    const later = { ...object, content: "<p>Second</p>", updated: at(60) };
    await scene.send(elsewhere, mallory, activity(mallory, "Update", { ...later, content: "<p>Forged</p>" }));
    await scene.send(there, bob, activity(bob, "Update", { ...later, content: "<p>Forged</p>" }));
    await scene.send(there, alice, activity(alice, "Update", later));
    await scene.send(
      there,
      alice,
      activity(alice, "Update", { ...object, content: "<p>Late</p>", updated: at(30) }),
    );
    await scene.quiet();
    expect(await scene.found(object.id)).toMatchObject({
      content: "<p>Second</p>",
      editedAt: new Date(later.updated),
    });
    expect(await listRevisions(here.app.instance.db, id)).toMatchObject([{ content: "<p>First</p>" }]);
    expect((await heron.client.get(`${here.origin}/posts/${id}`)).text).toContain("edited");
  });

  test("a deletion counts by the author only, and the post does not come back", async () => {
    const object = note(alice, { content: "<p>To be deleted</p>" });
    await scene.send(there, alice, create(object));
    await scene.onHome(heron, "To be deleted");
    const { id } = await scene.found(object.id);
    await scene.send(elsewhere, mallory, activity(mallory, "Delete", object.id));
    await scene.send(there, bob, activity(bob, "Delete", object.id));
    await scene.quiet();
    await scene.found(object.id);
    await scene.send(there, alice, activity(alice, "Delete", { id: object.id, type: "Tombstone" }));
    await eventually("it is gone", async () =>
      expect(await scene.home(heron)).not.toContain("To be deleted"),
    );
    await scene.send(there, alice, create(object, { id: `${object.id}#again` }));
    await scene.quiet();
    expect((await heron.client.get(`${here.origin}/posts/${id}`)).status).toBe(404);
    expect(await findPostByUri(here.app.instance.db, object.id)).toMatchObject({ content: "" });
  });

  test("boosts by whom somebody follows bring the post, and take it away again", async () => {
    const object = note(mallory, { content: "<p>Worth passing on</p>" });
    elsewhere.documents.set(new URL(object.id).pathname, { "@context": AS, ...object });
    const boost = activity(alice, "Announce", object.id, {
      to: [PUBLIC],
      published: new Date().toISOString(),
    });
    // Nobody follows bob: what he passes on is not even fetched.
    await scene.send(there, bob, activity(bob, "Announce", object.id));
    await scene.quiet();
    expect(elsewhere.asked.get(new URL(object.id).pathname)).toBeUndefined();
    await scene.send(there, alice, boost);
    await scene.onHome(heron, "Worth passing on");
    const { id } = await scene.found(object.id);
    expect(await scene.home(heron)).toContain("Passed on by");
    expect(await listBoosters(here.app.instance.db, id, 9)).toMatchObject([{ by: { uri: alice.uri } }]);
    await scene.send(elsewhere, mallory, activity(mallory, "Undo", boost));
    await scene.quiet();
    expect(await scene.home(heron)).toContain("Worth passing on");
    await scene.send(there, alice, activity(alice, "Undo", boost));
    await eventually("it is gone", async () =>
      expect(await scene.home(heron)).not.toContain("Worth passing on"),
    );
  });

  test("what is not for everyone cannot be had by a boost", async () => {
    const object = note(mallory, { content: "<p>Private</p>", to: [`${mallory.uri}/followers`], cc: [] });
    elsewhere.documents.set(new URL(object.id).pathname, { "@context": AS, ...object });
    await scene.send(there, alice, activity(alice, "Announce", object.id));
    await scene.quiet();
    expect(await findPostByUri(here.app.instance.db, object.id)).toBeUndefined();
  });

  test("followers-only posts are for followers, and after they left no longer", async () => {
    const carol = await there.addActor("carol");
    const carolId = await scene.followed(carol);
    const object = note(carol, { content: "<p>Among us</p>", to: [`${carol.uri}/followers`], cc: [] });
    await scene.send(there, carol, create(object));
    const { id } = await scene.found(object.id);
    await scene.onHome(heron, "Among us");
    const page = `${here.origin}/posts/${id}`;
    expect((await jay.client.get(page)).status).toBe(404);
    expect((await here.visitor().get(page)).status).toBe(404);
    expect((await jay.client.get(`${here.origin}/@carol@${there.host}`)).text).not.toContain("Among us");
    await unfollow(here.app.instance, heron.physician, carolId);
    expect((await heron.client.get(page)).status).toBe(404);
    expect(await scene.home(heron)).not.toContain("Among us");
  });
});
