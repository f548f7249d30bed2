import { afterAll, beforeAll, expect, test } from "vitest";
import { findPost } from "#store/post-summaries.ts";
import { expectAccessible, screenshot, useBrowser } from "#test/support/browser.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import { photo } from "#test/support/images.ts";
import { createPostScene, type PostScene } from "#test/support/post-scene.ts";
import { activity, create, note } from "#test/support/remote-notes.ts";

const browser = useBrowser();
let scene: PostScene;
let thread: string;

beforeAll(async () => {
  scene = await createPostScene();
  const { here, there, elsewhere, alice, bob, mallory, heron } = scene;
  await postCase(here, heron.physician, { withPhoto: true });
  const picture = await photo(800, 500);
  there.handlers.set("/pictures/1.jpg", (_request, response) => {
    response.setHeader("content-type", "image/jpeg");
    response.end(picture);
  });
  const image = { type: "Document", mediaType: "image/jpeg", url: `${there.origin}/pictures/1.jpg` };
  const first = note(alice, {
    content: `<p>Slides of yesterday’s talk on ring-shaped lesions: <a href="https://a.example">https://a.example/${"very-".repeat(30)}long</a></p>`,
    attachment: [{ ...image, name: "The title slide" }],
  });
  const hidden = note(alice, { content: "<p>A long day.</p>", summary: "Complaints about the on-call room" });
  const arabic = note(alice, {
    content: "<p>صباح الخير جميعا</p>",
    contentMap: { ar: "<p>صباح الخير جميعا</p>" },
  });
  const boosted = note(mallory, { content: "<p>Registration for the meeting is open.</p>" });
  elsewhere.documents.set(new URL(boosted.id).pathname, create(boosted).object);
  for (const one of [first, hidden, arabic]) await scene.send(there, alice, create(one));
  await scene.send(there, alice, activity(alice, "Announce", boosted.id));
  const { id } = await scene.found(first.id);
  const reply = note(bob, { content: "<p>Could you share the references?</p>", inReplyTo: first.id });
  await scene.send(there, bob, create(reply));
  const { id: replyId } = await scene.found(reply.id);
  await scene.write(heron, "I would like them, too.", "public", { inReplyTo: replyId });
  await scene.found(boosted.id);
  await eventually("the picture is here", async () =>
    expect((await findPost(here.app.instance.db, id, { kind: "member" }))?.attachments[0]?.stored).toBe(true),
  );
  await scene.quiet();
  thread = `/posts/${replyId}`;
}, 60_000);
afterAll(() => scene?.stop());

test.each([
  ["home-with-posts", () => "/"],
  ["post-thread", () => thread],
  ["post-write", () => "/write"],
  ["post-author", () => `/@alice@${scene.there.host}`],
  ["post-tag-empty", () => "/tags/nothing"],
] satisfies readonly (readonly [string, () => string])[])(
  "%s is accessible and fits the screen",
  async (name, path) => {
    for (const width of [390, 1280]) {
      const page = await browser.newPage({ viewport: { width, height: 844 } });
      const { origin } = scene.here;
      const cookie = { name: "consilium_session", value: scene.heron.session, url: origin };
      await page.context().addCookies([cookie]);
      await page.goto(`${origin}${path()}`);
      if (name === "home-with-posts") expect(await page.textContent("main")).toContain("صباح الخير");
      await screenshot(page, `${name}-${width}`);
      await expectAccessible(page);
      expect(await page.evaluate("document.documentElement.scrollWidth"), `${name} at ${width} px`).toBe(
        width,
      );
      expect(await page.locator("h1").count()).toBe(1);
    }
  },
);
