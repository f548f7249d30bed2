import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClientPage } from "#demo/browser-client.ts";
import { freePort } from "#demo/free-port.ts";
import { type Guest, signIn } from "#demo/house.ts";
import { type OpenIdProvider, startOpenIdProvider } from "#demo/openid-provider.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { photo } from "#test/support/images.ts";
import { type SplitInstitution, startSplitInstitution } from "#test/support/split-institution.ts";

/** Less than any picture has. */
const FULL_AT_KIB = 8;

let folder: string;
let database: TestDatabase;
let provider: OpenIdProvider;
let house: SplitInstitution;
let asker: Guest;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "consilium-disk-"));
  database = await createTestDatabase();
  const port = await freePort();
  const origin = `http://northfield.localhost:${port}`;
  provider = await startOpenIdProvider({
    clients: [{ id: "northfield", secret: "secret", redirectUris: [`${origin}/sign-in/callback`] }],
    people: [{ login: "asker", claims: { profession: "physician", specialty: "dermatology" } }],
  });
  house = await startSplitInstitution({
    slug: "northfield",
    name: "Northfield Hospital",
    port,
    folder,
    databaseUrl: database.url,
    provider: { issuer: provider.issuer, clientId: "northfield", clientSecret: "secret" },
    allowOrigins: [],
    people: ["asker"],
  });
  asker = await signIn(house, "asker", "Grey Kestrel");
}, 120_000);
afterAll(async () => {
  await asker?.client.close();
  await Promise.all([house?.web.stop(), house?.worker.stop()]);
  await provider?.stop();
  await database?.drop();
  await rm(folder, { recursive: true });
});

const ask = async (title: string, withPhoto: boolean): Promise<ClientPage> => {
  const { client } = asker;
  return client.submit(await client.get(`${house.origin}/ask`), "/ask", {
    title,
    question: "What is it?",
    "specialty-1": "dermatology",
    ...(withPhoto && {
      "photo-1": new Blob([new Uint8Array(await photo(900, 700))]),
      "alt-1": "A ring-shaped plaque",
    }),
  });
};

/** Everything that lies below the data folder, without the folders themselves. */
const files = async (): Promise<string[]> => {
  const entries = await readdir(path.join(folder, "data"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
};

const titles = async (): Promise<string[]> => {
  const { text } = await asker.client.get(`${house.origin}/streams/dermatology`);
  return [...text.matchAll(/class="whole-card">([^<]*)</gu)].map(([, title]) => title ?? "").sort();
};

/** What can be read of a draft and its picture. */
async function expectKept(preview: ClientPage): Promise<void> {
  const page = await asker.client.get(preview.url);
  expect(page.status).toBe(200);
  const picture = /src="(\/ask\/[^"]+\/pictures\/[^"/]+)"/u.exec(page.text)?.[1] ?? "";
  const { status, bytes } = await asker.client.bytes(new URL(picture, house.origin));
  expect(status).toBe(200);
  expect(bytes.length).toBeGreaterThan(FULL_AT_KIB * 1024);
}

function expectClear(page: ClientPage, words: string): void {
  expect(page.status).toBe(503);
  expect(page.text).toContain(words);
  expect(page.text).not.toMatch(/node:|\.ts:\d|EFBIG|ENOSPC/u);
}

test("on a full disk pictures are refused in words, the draft is kept, and nothing is half published", async () => {
  const preview = await ask("Asked before the disk was full", true);
  expect(preview.url.pathname).toMatch(/^\/ask\/[0-9a-f-]{36}$/u);
  const before = await files();
  expect(before.filter((name) => name.endsWith(".sealed"))).toHaveLength(1);

  await house.web.restart(FULL_AT_KIB);
  expectClear(await ask("Asked on the full disk", true), "disk is full; the picture was not kept");
  expect(await files()).toEqual(before);
  expectClear(await asker.client.submit(preview, "/post"), "disk is full; nothing was saved");
  expectClear(await asker.client.submit(preview, "/post"), "disk is full; nothing was saved");
  expect(await titles()).toEqual([]);
  expect(await files()).toEqual(before);
  await expectKept(preview);
  expect((await asker.client.get(`${house.origin}/ask`)).text).toContain("Asked before the disk was full");
  // What needs no room for files goes on.
  const words = await asker.client.submit(await ask("Without a picture", false), "/post");
  expect(words.status).toBe(200);

  await house.web.restart();
  const posted = await asker.client.submit(await asker.client.get(preview.url), "/post");
  expect(posted.status).toBe(200);
  const picture = /"(\/media\/[0-9a-f-]{36})"/u.exec(posted.text)?.[1] ?? "";
  expect(await asker.client.bytes(new URL(picture, house.origin))).toMatchObject({ status: 200 });
  expect(await titles()).toEqual(["Asked before the disk was full", "Without a picture"]);
  expect((await files()).filter((name) => name.endsWith(".sealed"))).toEqual([]);
});
