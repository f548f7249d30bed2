import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sharp } from "#media/sharp.ts";
import { type AttackScene, createAttackScene } from "#test/support/attack-scene.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import { blackPng, plain, withChunk, withSegment } from "#test/support/images.ts";
import { rawRequest } from "#test/support/raw-request.ts";
import { caseNote, create } from "#test/support/remote-notes.ts";

/** Pictures that are something else as well, or not pictures at all. */
let scene: AttackScene;
const SCRIPT = "<script>alert(document.cookie)</script>";
const ACTIVITY = '{"@context":"https://www.w3.org/ns/activitystreams","type":"Person"}';

beforeAll(async () => {
  scene = await createAttackScene();
});
afterAll(() => scene?.stop());

/** A case of mallory's with this picture; gives what was kept of the picture, once everything was tried. */
async function kept(name: string, bytes: Uint8Array, type: string): Promise<Uint8Array | undefined> {
  const { enemy, mallory, here } = scene;
  const url = `${enemy.origin}/pictures/${name}`;
  enemy.handlers.set(`/pictures/${name}`, (_, response) =>
    response.setHeader("content-type", type).end(bytes),
  );
  const note = caseNote(mallory, "public", {
    attachment: [{ type: "Document", mediaType: "image/png", url, name: "../../../etc/passwd" }],
  });
  expect((await scene.post(mallory, create(note))).status).toBe(202);
  const { db, blobs } = here.app.instance;
  await eventually("the picture was asked for", async () =>
    expect(enemy.asked.get(`/pictures/${name}`)).toBeGreaterThan(0),
  );
  await scene.quiet();
  const [row] = await db.execute<{ id: string; stored: boolean }>(
    sql`select i.id, i.stored from case_images i join cases c on c.id = i.case_id where c.uri = ${note.id}`,
  );
  const blob = await blobs.get(`${row?.id}/full`);
  expect(blob !== undefined, name).toBe(row?.stored);
  if (row !== undefined && blob !== undefined) {
    const shown = await rawRequest(here, `/media/${row.id}`, {
      headers: { accept: "application/activity+json" },
    });
    expect(shown.headers.get("content-type")).toMatch(/^image\//u);
    expect(shown.headers.get("x-content-type-options")).toBe("nosniff");
    expect(shown.headers.get("content-security-policy")).toContain("sandbox");
  }
  return blob?.bytes;
}

test("a picture that is also a page, a script, an archive or a document is kept as its pixels only", async () => {
  const [jpeg, png] = [await plain(40, 30).jpeg().toBuffer(), await plain(40, 30).png().toBuffer()];
  const polyglots: readonly (readonly [string, Uint8Array])[] = [
    ["page-at-the-end.jpg", Buffer.concat([jpeg, Buffer.from(`<!doctype html>${SCRIPT}`)])],
    ["comment.jpg", withSegment(jpeg, 0xfe, Buffer.from(SCRIPT))],
    ["text.png", withChunk(png, "tEXt", Buffer.from(`Comment\0${SCRIPT}`))],
    ["archive.png", Buffer.concat([png, Buffer.from("PK\u0003\u0004"), Buffer.from(SCRIPT)])],
    ["actor.jpg", withSegment(jpeg, 0xe1, Buffer.from(ACTIVITY))],
  ];
  for (const [name, bytes] of polyglots) {
    const pixels = await kept(name, bytes, "image/png");
    expect(pixels, name).toBeDefined();
    const text = Buffer.from(pixels ?? []).toString("latin1");
    for (const trace of ["<script>", "PK\u0003\u0004", "activitystreams"])
      expect(text, name).not.toContain(trace);
    expect(await sharp(pixels).metadata()).toMatchObject({ width: 40, height: 30 });
  }
});

test("what is no picture, says that it is, or unfolds into gigabytes is not kept", async () => {
  const png = await plain(40, 30).png().toBuffer();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="file:///etc/passwd"/></svg>`;
  const others: readonly (readonly [string, Uint8Array, string])[] = [
    ["drawing.png", Buffer.from(svg), "image/png"],
    ["drawing.svg", Buffer.from(svg), "image/svg+xml"],
    ["page.png", Buffer.from(`<!doctype html>${SCRIPT}`), "image/png"],
    ["actor.png", Buffer.from(ACTIVITY), "image/png"],
    ["bomb.png", blackPng(30_000, 30_000), "image/png"],
    ["cut.png", png.subarray(0, 60), "image/png"],
    ["typed.png", png, "text/html"],
    ["untyped.png", png, "application/activity+json"],
    ["script.gif", Buffer.from(`GIF89a/*${"\0".repeat(20)}*/=1;alert(1)`), "image/gif"],
    ["postscript.png", Buffer.from("%!PS\n(/etc/passwd) (r) file"), "image/png"],
    ["mvg.png", Buffer.from("push graphic-context\nimage over 0,0 0,0 'msl:/etc/passwd'\n"), "image/png"],
  ];
  for (const [name, bytes, type] of others) expect(await kept(name, bytes, type), name).toBeUndefined();
});

test("no upload is an actor or a page, whoever asks and however", async () => {
  const { here, heron, enemy, mallory } = scene;
  const id = await postCase(here, heron.physician, { audience: "public", withPhoto: true });
  const [image] = await here.app.instance.db.execute<{ id: string }>(
    sql`select id from case_images where case_id = ${id}`,
  );
  for (const accept of ["application/activity+json", "application/ld+json", "text/html", "*/*"]) {
    const answers = [
      await rawRequest(here, `/media/${image?.id}`, { headers: { accept } }),
      await enemy.ask(`${here.origin}/media/${image?.id}`, mallory, accept),
    ];
    for (const { status, headers } of answers) {
      expect(status).toBe(200);
      expect(headers.get("content-type"), accept).toMatch(/^image\/(?:jpeg|png|webp|avif)$/u);
      expect(headers.get("x-content-type-options"), accept).toBe("nosniff");
      expect(headers.get("content-security-policy"), accept).toContain("sandbox");
    }
  }
  for (const path of [
    "/media/../../etc/passwd",
    "/media/..%2f..%2fsecret",
    `/media/${image?.id}%2f..%2f..`,
    "/assets/..%2f..%2fpackage.json",
  ]) {
    const { status, text } = await rawRequest(here, path);
    expect(status, path).toBe(404);
    expect(text, path).not.toContain('consilium",');
  }
});
