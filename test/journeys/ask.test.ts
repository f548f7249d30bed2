import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blackPng, photo, plain, withSegment } from "#test/support/images.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import type { ClientPage, FormValues } from "#demo/browser-client.ts";
import { unescapeHtml } from "#demo/html-forms.ts";
import { sharp } from "#media/sharp.ts";

let northfield: TestInstance;
let asker: SignedIn;
beforeAll(async () => {
  northfield = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  asker = await northfield.signIn();
});
afterAll(() => northfield.stop());

const TEXTS = {
  title: "Annular plaque on the forearm",
  question: "Fungal after all, or should I biopsy?",
  "specialty-1": "dermatology",
  findings: "Raised border, <b>no scale</b> & smooth centre",
  course: "day -60: first noticed\nday 0: seen",
};

const jpeg = async (side = 600): Promise<Blob> => new Blob([new Uint8Array(await photo(side, side))]);

/** Sends the ask form as a browser without scripts does, from the page that holds it. */
async function ask(values: Record<string, FormValues[string] | undefined>): Promise<ClientPage> {
  const page = await asker.client.get(`${northfield.origin}/ask`);
  return asker.client.submit(page, "/ask", { ...TEXTS, ...values });
}

const faultsOf = (page: ClientPage): string[] => {
  const summary = /<div\s+class="error-summary".*?<\/ul>/su.exec(page.text)?.[0] ?? "";
  return [...summary.matchAll(/href="#field-([\w-]+)"/gu)].map(([, field]) => field ?? "");
};

/** What a person reads in an element, without its markup. */
const words = (html: string): string =>
  unescapeHtml(html.replaceAll(/<[^>]+>/gu, " ")).replaceAll(/\s+/gu, " ");

const imagesOf = (page: ClientPage): string[] => [
  ...new Set([...page.text.matchAll(/"(\/media\/[\w-]+)"/gu)].map(([, path]) => path ?? "")),
];

describe("with a photograph, without scripts", () => {
  test("the preview shows exactly what leaves, and posting twice makes one case", async () => {
    const gps = withSegment(await photo(900, 600), 0xe1, Buffer.from("Exif\0\0 taken at the bedside"));
    const preview = await ask({ "photo-1": new Blob([new Uint8Array(gps)]), "alt-1": "Scaly ring" });
    expect(preview.status).toBe(200);
    expect(preview.url.pathname).toMatch(/^\/ask\/[0-9a-f-]{36}$/u);
    const read = words(preview.text);
    for (const text of [
      "Annular plaque on the forearm",
      "Raised border, <b>no scale</b> & smooth centre",
      "day −60",
    ]) {
      expect(read).toContain(text);
    }
    expect(preview.text).not.toContain("<b>no scale</b>");
    expect(read).toContain("It trusts no other institution yet, so nothing leaves the house now");
    const exact = (id: string): string =>
      unescapeHtml(new RegExp(`id="${id}".*?<code>(.*?)</code>`, "su").exec(preview.text)?.[1] ?? "");
    expect(exact("exact-text")).toContain("<p><strong>Annular plaque on the forearm</strong></p>");
    expect(exact("exact-text")).toContain("&lt;b&gt;no scale&lt;/b&gt; &amp; smooth centre");
    expect(JSON.parse(exact("exact-data"))).toMatchObject({
      title: "Annular plaque on the forearm",
      question: { kind: "diagnosis", text: TEXTS.question },
      course: [
        { day: -60, event: "first noticed" },
        { day: 0, event: "seen" },
      ],
      audience: { scope: "network" },
    });

    const picture = /src="(\/ask\/[^"]+\/pictures\/[^"/]+)"/u.exec(preview.text)?.[1] ?? "";
    const kept = await asker.client.bytes(new URL(picture, northfield.origin));
    expect(kept.status).toBe(200);
    expect(Buffer.from(kept.bytes).includes("bedside")).toBe(false);
    expect(await sharp(kept.bytes).metadata()).toMatchObject({ width: 900, height: 600 });
    const other = await northfield.signIn();
    expect((await other.client.bytes(new URL(picture, northfield.origin))).status).toBe(404);
    expect((await other.client.get(preview.url)).status).toBe(404);

    const [once, twice] = await Promise.all([
      asker.client.submit(preview, "/post"),
      asker.client.submit(preview, "/post"),
    ]);
    const again = await asker.client.submit(preview, "/post");
    expect([once.status, twice.status, again.status]).toEqual([200, 200, 200]);
    expect(new Set([once, twice, again].map(({ url }) => url.pathname)).size).toBe(1);
    expect(words(once.text)).toContain("Posted.");
    const [media = ""] = imagesOf(once);
    const shown = await other.client.bytes(new URL(media, northfield.origin));
    expect(Buffer.from(shown.bytes).equals(Buffer.from(kept.bytes))).toBe(true);
    expect((await asker.client.bytes(new URL(picture, northfield.origin))).status).toBe(404);
  });

  test("a public case takes a deliberate confirmation, and stays when that is missing", async () => {
    const preview = await ask({ audience: "public" });
    const refused = await asker.client.submit(preview, "/post");
    expect(refused.status).toBe(422);
    expect(faultsOf(refused)).toEqual(["confirm-public"]);
    const posted = await asker.client.submit(refused, "/post", { "confirm-public": "yes" });
    expect(posted.url.pathname).toMatch(/^\/cases\//u);
    expect((await northfield.visitor().get(posted.url)).status).toBe(200);
  });

  test("changing a draft keeps its pictures, and takes out the one that is to be left out", async () => {
    const preview = await ask({
      "photo-1": await jpeg(),
      "alt-1": "first picture",
      "photo-3": await jpeg(500),
      "alt-3": "second picture",
      "graphic-3": "yes",
    });
    const form = await asker.client.get(new URL(`/ask?draft=${preview.url.pathname.slice(5)}`, preview.url));
    const changed = await asker.client.submit(form, form.url.search, {
      title: "Another title",
      "remove-1": "yes",
    });
    expect(changed.url.pathname).toBe(preview.url.pathname);
    const read = words(changed.text);
    expect(read).toContain("Another title");
    expect(read).not.toContain("first picture");
    expect(read).toContain("second picture");
    expect(read).toContain("This image may disturb");
    const gone = await asker.client.submit(changed, "/discard");
    expect(words(gone.text)).toContain("The draft is thrown away");
    expect((await asker.client.get(preview.url)).status).toBe(404);
  });
});

describe("with something wrong", () => {
  test.each<[string, Record<string, FormValues[string]>, string[]]>([
    ["no question", { question: "" }, ["question"]],
    ["no title and no specialty", { title: " ", "specialty-1": "" }, ["title", "specialty-1"]],
    ["a question of 100,000 characters", { question: "a".repeat(100_000) }, ["question"]],
    ["findings of 100,000 characters", { findings: "he is ".repeat(16_667) }, ["findings"]],
    ["an audience that there is not", { audience: "world" }, ["audience"]],
    ["a course with a date", { course: "12 January: seen" }, ["course"]],
    ["an emergency", { question: "The patient is not breathing, what now?" }, ["question"]],
  ])("%s", async (_, values, fields) => {
    const page = await ask(values);
    expect(page.status).toBe(422);
    expect(faultsOf(page)).toEqual(fields);
    expect(page.text).toContain("<title>Error: ");
  });

  test("an emergency is pointed to local emergency care", async () => {
    const page = await ask({ question: "The patient is not breathing, what now?" });
    expect(words(page.text)).toContain("call your local emergency number or resuscitation team now");
  });

  test("what was typed comes back, and the picture does not have to be chosen again", async () => {
    const refused = await ask({
      title: "",
      "photo-2": await jpeg(),
      "alt-2": "A ring",
      history: 'said "ouch" <i>',
    });
    expect(refused.status).toBe(422);
    const preview = await asker.client.submit(
      refused,
      refused.text.match(/\/ask\?draft=[\w-]+/u)?.[0] ?? "",
      {
        title: "Now with a title",
      },
    );
    expect(preview.status).toBe(200);
    expect(words(preview.text)).toContain('said "ouch" <i>');
    expect(preview.text).toContain('alt="A ring"');
  });

  const files: [string, () => Promise<Buffer> | Buffer, RegExp][] = [
    ["a text file", () => Buffer.from("The rash is red."), /not an image of a type that is taken/u],
    ["an empty file", () => Buffer.alloc(0), /file is empty/u],
    [
      "a drawing that says that it is a photograph",
      () => Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"),
      /SVG drawing/u,
    ],
    ["half a photograph", async () => (await photo(800, 800)).subarray(0, 20_000), /damaged or incomplete/u],
    ["a decompression bomb", () => blackPng(20_000, 20_000), /more than 50 million pixels/u],
    [
      "a file over 20 MB",
      async () => Buffer.concat([await photo(100, 100), Buffer.alloc(21 * 1024 * 1024)]),
      /at most 20 MB/u,
    ],
  ];
  test.each(files)("%s is refused by its row, and the others are kept", async (_, make, message) => {
    const page = await ask({
      "photo-1": await jpeg(),
      "alt-1": "a good one",
      "photo-2": new File([new Uint8Array(await make())], "photo.jpg", { type: "image/jpeg" }),
      "alt-2": "a bad one",
    });
    expect(page.status).toBe(422);
    expect(faultsOf(page)).toEqual(["photo-2"]);
    expect(words(page.text)).toMatch(message);
    expect(page.text).toMatch(/name="kept-1"/u);
    expect(page.text).not.toMatch(/name="kept-2"/u);
  });

  test("a picture without words is kept, and the words are asked for", async () => {
    const page = await ask({ "photo-1": await jpeg() });
    expect(faultsOf(page)).toEqual(["alt-1"]);
    expect(page.text).toMatch(/name="kept-1"/u);
  });

  test("an image of another type than its name says is taken for what it is", async () => {
    const png = await plain(300, 200).png().toBuffer();
    const page = await ask({
      "photo-1": new File([new Uint8Array(png)], "photo.jpg", { type: "image/jpeg" }),
      "alt-1": "A field of one colour",
    });
    expect(page.status).toBe(200);
  });

  test("a form over its limit is refused before it is read", async () => {
    const { hostname, port, host } = new URL(northfield.origin);
    // Only the headers are sent: an answer that waited for the body would never come.
    const sending = request({
      hostname: hostname.endsWith(".localhost") ? "127.0.0.1" : hostname,
      port,
      path: "/ask",
      method: "POST",
      headers: {
        host,
        origin: northfield.origin,
        cookie: `consilium_session=${asker.session}`,
        "content-type": "multipart/form-data; boundary=x",
        "content-length": String(170 * 1024 * 1024),
      },
    });
    sending.flushHeaders();
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      sending.once("response", resolve).once("error", reject);
    });
    expect(answer.statusCode).toBe(413);
    expect(words(await text(answer))).toContain("at most 8 pictures of 20 MB each");
    sending.destroy();
  });

  test("a form that is none is refused and nothing fails", async () => {
    const response = await northfield.app.fetch(
      new Request(`${northfield.origin}/ask`, {
        method: "POST",
        headers: {
          origin: northfield.origin,
          cookie: `consilium_session=${asker.session}`,
          "content-type": "multipart/form-data; boundary=x",
        },
        body: "--x\r\ncontent-disposition: form-data; name=title",
      }),
    );
    expect(response.status).toBe(422);
  });
});

test("who is not signed in, and who is no physician, cannot ask", async () => {
  expect((await northfield.visitor().get(`${northfield.origin}/ask`)).status).toBe(401);
  expect(
    (await northfield.visitor().post(`${northfield.origin}/ask`, TEXTS, { multipart: true })).status,
  ).toBe(401);
});
