import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { boostPost, unboostPost } from "#actions/boost-post.ts";
import { editPost } from "#actions/edit-post.ts";
import { like, unlike } from "#actions/like.ts";
import { removePost } from "#actions/remove-post.ts";
import { listBoosters } from "#store/boosts.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { countLikes, listLikers } from "#store/likes.ts";
import { listNotifications } from "#store/notifications.ts";
import { findPost } from "#store/post-summaries.ts";
import { eventually } from "#test/support/eventually.ts";
import type { SignedIn, TestInstance } from "#test/support/instance.ts";
import { createPostScene, type PostScene } from "#test/support/post-scene.ts";
import { activity, caseNote, create, note, PUBLIC } from "#test/support/remote-notes.ts";
import type { RemoteActor, RemoteServer } from "#test/support/remote-server.ts";

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

const deliveredTo = (server: RemoteServer, id: string) =>
  server.delivered.filter(({ activity: one }) => JSON.stringify(one).includes(id));

describe("posts from here", () => {
  test("go to followers and to whom they name, are changed and taken back there", async () => {
    const { instance } = here.app;
    await scene.send(there, bob, activity(bob, "Follow", heron.physician.persona.uri));
    await scene.quiet();
    const id = await scene.write(heron, `Morning @mallory@${elsewhere.host} & all #Rash https://a.example/x`);
    const uri = scene.uriOf(id);
    const sent = await scene.delivered(there, "Create", uri);
    await scene.delivered(elsewhere, "Create", uri);
    expect(sent["object"]).toMatchObject({
      id: uri,
      type: "Note",
      attributedTo: heron.physician.persona.uri,
      to: [PUBLIC],
      tag: [
        { type: "Mention", href: mallory.uri, name: `@mallory@${elsewhere.host}` },
        { type: "Hashtag", name: "#rash", href: `${here.origin}/tags/rash` },
      ],
    });
    expect(sent).toHaveProperty("proof");
    expect(JSON.stringify(sent["object"])).toContain("&amp; all");
    expect((await here.visitor().get(uri)).text).toContain("&amp; all");
    expect((await here.visitor().get(`${here.origin}/tags/Rash`)).text).toContain("&amp; all");
    expect(JSON.parse((await there.get(uri)).text)).toMatchObject({ id: uri, type: "Note" });

    await editPost(instance, heron.physician, id, { text: "Evening", summary: "Late" });
    const update = await scene.delivered(there, "Update", uri);
    await scene.delivered(elsewhere, "Update", uri);
    expect(update["object"]).toMatchObject({ content: "<p>Evening</p>", summary: "Late", sensitive: true });
    await expect(editPost(instance, jay.physician, id, { text: "Not mine" })).rejects.toThrow("no such post");

    await expect(removePost(instance, jay.physician, id)).rejects.toThrow("no such post");
    await removePost(instance, heron.physician, id);
    expect((await scene.delivered(there, "Delete", uri))["object"]).toEqual({ id: uri, type: "Tombstone" });
    await scene.delivered(elsewhere, "Delete", uri);
    expect((await here.visitor().get(uri)).status).toBe(404);
    const gone = await there.get(uri);
    expect([gone.status, JSON.parse(gone.text)]).toMatchObject([410, { id: uri, type: "Tombstone" }]);
    const outbox = await there.get(`${heron.physician.persona.uri}/outbox?cursor=`);
    expect(outbox.text).not.toContain(id);
  });

  test("are read by whom they are for", async () => {
    const forFollowers = await scene.write(heron, "For my followers", "followers");
    const toMallory = await scene.write(heron, `For @mallory@${elsewhere.host} alone`, "direct");
    await scene.delivered(there, "Create", scene.uriOf(forFollowers));
    const direct = await scene.delivered(elsewhere, "Create", scene.uriOf(toMallory));
    expect(direct).toMatchObject({ to: [mallory.uri], cc: [] });
    expect(direct).not.toHaveProperty("proof");
    await scene.quiet();
    expect(deliveredTo(elsewhere, forFollowers)).toEqual([]);
    expect(deliveredTo(there, toMallory)).toEqual([]);

    const status = async (server: RemoteServer, id: string, actor?: RemoteActor) =>
      (await server.get(scene.uriOf(id), actor)).status;
    expect(await status(there, forFollowers, bob)).toBe(200);
    expect(await status(elsewhere, forFollowers, mallory)).toBe(404);
    expect(await status(there, forFollowers)).toBe(404);
    expect(await status(elsewhere, toMallory, mallory)).toBe(200);
    expect(await status(there, toMallory, bob)).toBe(404);
    for (const id of [forFollowers, toMallory]) {
      expect((await jay.client.get(scene.uriOf(id))).status).toBe(404);
      expect((await heron.client.get(scene.uriOf(id))).status).toBe(200);
      expect(
        (await jay.client.get(heron.physician.persona.uri.replace("/actors/", "/@"))).text,
      ).not.toContain(id);
    }
    const outbox = await there.get(`${heron.physician.persona.uri}/outbox?cursor=`, bob);
    expect(outbox.text).not.toContain(forFollowers);
    expect(outbox.text).not.toContain(toMallory);
  });

  test("answer posts of others for no more people than these were for, and are answered", async () => {
    const object = note(alice, { content: "<p>A question</p>", to: [`${alice.uri}/followers`], cc: [] });
    await scene.send(there, alice, create(object));
    const { id } = await scene.found(object.id);
    const answer = await scene.write(heron, "An answer", "public", { inReplyTo: id });
    const sent = await scene.delivered(there, "Create", scene.uriOf(answer));
    expect(sent).toMatchObject({ to: [alice.uri], cc: [], object: { inReplyTo: object.id } });
    await expect(scene.write(jay, "Me too", "public", { inReplyTo: id })).rejects.toThrow("no such post");

    const open = await scene.write(heron, "What do you think?");
    const first = note(mallory, { content: "<p>I think so</p>", inReplyTo: scene.uriOf(open) });
    await scene.send(elsewhere, mallory, create(first));
    const second = note(bob, { content: "<p>I do not</p>", inReplyTo: first.id });
    await scene.found(first.id);
    await scene.send(there, bob, create(second));
    const { id: secondId } = await scene.found(second.id);
    const thread = (await heron.client.get(`${here.origin}/posts/${secondId}`)).text;
    const places = ["What do you think?", "I think so", "I do not"].map((words) => thread.indexOf(words));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places).not.toContain(-1);
    const replies: unknown = JSON.parse((await there.get(`${scene.uriOf(open)}/replies`)).text);
    expect(replies).toMatchObject({ type: "OrderedCollection", orderedItems: [first.id] });
  });

  test("are refused with what is wrong", async () => {
    await expect(scene.write(heron, " \n ")).rejects.toThrow("Write something first");
    await expect(scene.write(heron, "x".repeat(5001))).rejects.toThrow("at most 5000 characters");
    await expect(scene.write(heron, "To nobody", "direct")).rejects.toThrow("Name whom it is for");
    await expect(scene.write(heron, `To @nobody@${there.host}`, "direct")).rejects.toThrow("cannot be found");
    await expect(scene.write(heron, "x", "public", { language: "not a language" })).rejects.toThrow(
      "language",
    );
  });

  test("are written, answered and removed by the forms of the pages", async () => {
    const form = await heron.client.get(`${here.origin}/write`);
    const empty = await heron.client.submit(form, "/posts", { text: "" });
    expect(empty.text).toContain("Write something first");
    const page = await heron.client.submit(form, "/posts", { text: "By the form", audience: "unlisted" });
    expect(page.text).toContain("By the form");
    await scene.onHome(heron, "By the form");
    const answered = await heron.client.submit(page, "/reply", { text: "And an answer", audience: "public" });
    expect(answered.text).toContain("And an answer");
    for (const [act, words] of [
      ["/like", "Liked · take back"],
      ["/boost", "Passed on · take back"],
    ] as const) {
      const done = await heron.client.submit(page, act);
      expect(done.text).toContain(words);
      expect((await heron.client.submit(done, act.replace("/", "/un"))).text).not.toContain(words);
    }
    const removed = await heron.client.submit(page, "/remove");
    expect(removed.text).toContain("The post is removed");
    expect(removed.text).not.toContain("By the form");
  });
});

describe("likes and boosts", () => {
  test("of others are counted and told, once, and taken back", async () => {
    const { db } = here.app.instance;
    const id = await scene.write(heron, "Likeable");
    const owner = heron.physician.persona.actorId;
    const first = activity(mallory, "Like", scene.uriOf(id));
    await scene.send(elsewhere, mallory, first);
    await scene.send(elsewhere, mallory, activity(mallory, "EmojiReact", scene.uriOf(id), { content: "🎉" }));
    await scene.send(there, bob, activity(bob, "EmojiReact", scene.uriOf(id), { content: "🎉" }));
    await scene.send(there, bob, activity(bob, "Announce", scene.uriOf(id)));
    await scene.quiet();
    expect((await countLikes(db, [id])).get(id)).toBe(2);
    expect(await findPost(db, id, { kind: "public" })).toMatchObject({ counts: { likes: 2, boosts: 1 } });
    const told = (await listNotifications(db, owner, { limit: 99 })).items.filter((one) => one.postId === id);
    expect(told.map((one) => one.kind).toSorted()).toEqual(["boost", "like", "like"]);
    const page = await heron.client.get(`${here.origin}/notifications`);
    expect(page.text).toContain("of yours on");
    await scene.send(there, bob, activity(bob, "Undo", first));
    await scene.quiet();
    expect(await listLikers(db, id, 9)).toHaveLength(2);
    await scene.send(elsewhere, mallory, activity(mallory, "Undo", first));
    await scene.send(there, bob, activity(bob, "Undo", { type: "Like", object: scene.uriOf(id) }));
    await scene.quiet();
    expect(await listLikers(db, id, 9)).toEqual([]);
  });

  test("of what its sender may not see change nothing", async () => {
    const { db } = here.app.instance;
    const id = await scene.write(heron, "Followers only", "followers");
    await scene.send(elsewhere, mallory, activity(mallory, "Like", scene.uriOf(id)));
    await scene.send(elsewhere, mallory, activity(mallory, "Announce", scene.uriOf(id)));
    await scene.send(there, bob, activity(bob, "Like", scene.uriOf(id)));
    await scene.quiet();
    expect(await listLikers(db, id, 9)).toMatchObject([{ uri: bob.uri }]);
    expect(await listBoosters(db, id, 9)).toEqual([]);
    await expect(like(here.app.instance, jay.physician, { kind: "post", id })).rejects.toThrow(
      "no such post",
    );
  });

  test("from here go to the author, and so does taking them back", async () => {
    const { instance } = here.app;
    const object = note(alice, { content: "<p>Fine work</p>" });
    await scene.send(there, alice, create(object));
    const { id } = await scene.found(object.id);
    await like(instance, heron.physician, { kind: "post", id });
    await like(instance, heron.physician, { kind: "post", id });
    const sent = await scene.delivered(there, "Like", object.id);
    expect(sent).toMatchObject({ actor: heron.physician.persona.uri, object: object.id, to: [alice.uri] });
    await unlike(instance, heron.physician, { kind: "post", id });
    const undo = await scene.delivered(there, "Undo", String(sent["id"]));
    expect(undo["object"]).toMatchObject({ id: sent["id"], type: "Like" });

    await boostPost(instance, heron.physician, id);
    const announce = await scene.delivered(there, "Announce", object.id);
    expect(announce).toMatchObject({ actor: heron.physician.persona.uri, to: [PUBLIC] });
    await unboostPost(instance, heron.physician, id);
    await scene.delivered(there, "Undo", String(announce["id"]));
    const likes = deliveredTo(there, object.id).filter((one) => one.activity["type"] === "Like");
    expect(likes).toHaveLength(1);
  });

  test("of cases and comments are told to their authors", async () => {
    const { instance } = here.app;
    const object = caseNote(alice);
    await scene.send(there, alice, create(object));
    const id = await eventually("the case is here", async () => {
      const known = await findCaseIdByUri(instance.db, object.id);
      if (known === undefined) throw new Error("not here");
      return known;
    });
    await like(instance, heron.physician, { kind: "case", id });
    await scene.delivered(there, "Like", object.id);
    await scene.send(elsewhere, mallory, activity(mallory, "Like", object.id));
    await scene.quiet();
    expect(await listLikers(instance.db, id, 9)).toHaveLength(2);
  });
});
