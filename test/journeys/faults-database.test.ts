import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClientPage } from "#demo/browser-client.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#store/embedded-postgres.ts";
import { ensureDatabase } from "#store/ensure-database.ts";
import type { CaseId } from "#domain/ids.ts";
import { databaseTrouble } from "#store/trouble.ts";
import { postCase } from "#test/support/cases.ts";
import { type DatabaseCable, layCable } from "#test/support/database-cable.ts";
import { eventually } from "#test/support/eventually.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { postRaw } from "#test/support/remote-server.ts";

let folder: string;
let server: EmbeddedPostgres;
let databaseUrl: string;
let cable: DatabaseCable;
let northfield: TestInstance;
let asker: SignedIn;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "consilium-faults-"));
  server = await startEmbeddedPostgres({ folder, durable: false });
  databaseUrl = await ensureDatabase(server.url, "northfield");
  cable = await layCable(databaseUrl);
  northfield = await startTestInstance({
    name: "northfield",
    config: { databaseUrl: cable.url, logLevel: "error" },
  });
  asker = await northfield.signIn();
});
afterAll(async () => {
  await northfield?.stop();
  await cable?.close();
  await server?.stop();
  await rm(folder, { recursive: true });
});

/** What became of requests that were made one after another until it was enough. */
interface Load {
  readonly pages: ClientPage[];
  readonly longestMs: number;
}

/** Opens pages and posts cases as `ended` lets them, six people at a time, and remembers what they were answered. */
async function underLoad(
  id: CaseId,
  ended: AbortSignal,
): Promise<Load & { readonly posted: readonly string[] }> {
  const pages: ClientPage[] = [];
  const posted: string[] = [];
  let longestMs = 0;
  const request = async (work: () => Promise<ClientPage>): Promise<ClientPage> => {
    const begun = performance.now();
    const page = await work();
    longestMs = Math.max(longestMs, performance.now() - begun);
    pages.push(page);
    return page;
  };
  const read = async (address: string): Promise<void> => {
    while (!ended.aborted) await request(() => asker.client.get(`${northfield.origin}${address}`));
  };
  const ask = async (who: number): Promise<void> => {
    for (let nth = 1; !ended.aborted; nth += 1) {
      const title = `Kept or refused ${who} ${nth}`;
      const form = await request(() => asker.client.get(`${northfield.origin}/ask`));
      if (form.status !== 200) continue;
      const preview = await request(() =>
        asker.client.submit(form, "/ask", { title, question: "What is it?", "specialty-1": "dermatology" }),
      );
      if (preview.status !== 200 || !preview.url.pathname.startsWith("/ask/")) continue;
      const page = await request(() => asker.client.submit(preview, "/post"));
      if (page.status === 200) posted.push(title);
    }
  };
  await Promise.all([
    read(`/cases/${id}`),
    read("/"),
    read("/streams/dermatology"),
    read("/search?q=plaque"),
    ask(1),
    ask(2),
  ]);
  return { pages, posted, longestMs };
}

/** Every page is either as it should be, or says in a few words that the database is away. */
function expectClear(pages: readonly ClientPage[]): void {
  expect(pages.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
  for (const page of pages.filter(({ status }) => status === 503)) {
    expect(page.text).toContain("The database does not answer just now");
    expect(page.text).not.toMatch(/node:|node_modules|\.ts:\d|ECONN|CONNECTION_/u);
    expect(page.headers.get("retry-after")).toMatch(/^\d+$/u);
    expect(page.headers.get("content-type")).toContain("text/html");
  }
}

const refusedTimes = (pages: readonly ClientPage[]): number =>
  pages.filter(({ status }) => status === 503).length;

/** What was answered with success is there, once; and what comes now reaches those who follow. */
async function expectRecovered(posted: readonly string[]): Promise<void> {
  const find = async (title: string): Promise<number> => {
    const url = `${northfield.origin}/search?q=${encodeURIComponent(`"${title}"`)}`;
    const { text } = await asker.client.get(url);
    return text.split(`>${title}<`).length - 1;
  };
  await eventually("it is ready again", async () => {
    const ready = await asker.client.get(`${northfield.origin}/readyz`);
    expect(ready.status).toBe(200);
  });
  for (const title of posted) expect([title, await find(title)]).toEqual([title, 1]);
  const reader = await northfield.signIn();
  await reader.client.post(`${northfield.origin}/follow-specialty`, { specialty: "dermatology" });
  const title = `After the fault ${posted.length}`;
  await postCase(northfield, asker.physician, { title });
  await eventually("the new case is in the home of somebody who follows", async () => {
    expect((await reader.client.get(`${northfield.origin}/`)).text).toContain(title);
  });
}

test("a lost connection: clear pages meanwhile, and it recovers by itself", async () => {
  const ended = new AbortController();
  const seen: ClientPage[] = [];
  const load = underLoad(await postCase(northfield, asker.physician), ended.signal);
  cable.cut();
  const isRefused = await eventually("requests are refused", async () => {
    const ready = await northfield.visitor().get(`${northfield.origin}/readyz`);
    expect(ready.status).toBe(503);
    return ready;
  });
  expect(JSON.parse(isRefused.text)).toEqual({
    error: "The database does not answer just now. Try again in a moment.",
  });
  const inbox = await postRaw(
    `${northfield.origin}/inbox`,
    { signature: "sig1=:AA==:" },
    JSON.stringify({
      id: "http://there.localhost/1",
      type: "Like",
      actor: "http://there.localhost/users/alice",
    }),
  );
  expect(inbox.status).toBe(503);
  for (let nth = 0; nth < 10; nth += 1) seen.push(await asker.client.get(`${northfield.origin}/`));
  expect(refusedTimes(seen)).toBe(10);
  // Many times: a connection that is lost at a bad moment must not be lost for good.
  for (let nth = 0; nth < 8; nth += 1) {
    cable.mend(databaseUrl);
    await eventually("pages are answered again", async () => {
      expect((await asker.client.get(`${northfield.origin}/`)).status).toBe(200);
    });
    cable.cut();
  }
  cable.mend(databaseUrl);
  ended.abort();
  const { pages, posted, longestMs } = await load;
  expectClear([...pages, ...seen]);
  expect(longestMs).toBeLessThan(20_000);
  await expectRecovered(posted);
});

test("a restart of the database under load: nothing that was answered is lost", async () => {
  const ended = new AbortController();
  const load = underLoad(await postCase(northfield, asker.physician), ended.signal);
  await eventually("there is a load", async () => {
    expect(await countCases()).toBeGreaterThan(5);
  });
  await server.stop();
  server = await startEmbeddedPostgres({ folder, durable: false });
  cable.mend(server.url);
  await eventually("pages are answered again", async () => {
    expect((await asker.client.get(`${northfield.origin}/`)).status).toBe(200);
  });
  ended.abort();
  const { pages, posted } = await load;
  expectClear(pages);
  expect(posted.length).toBeGreaterThan(0);
  await expectRecovered(posted);
});

async function countCases(): Promise<number> {
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from cases`;
    return row?.n ?? 0;
  } finally {
    await sql.end();
  }
}

test("what the database says of itself is told apart from what it says of a question", async () => {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  const raise = (state: string): Promise<unknown> =>
    sql.unsafe(`do $$ begin raise exception using errcode = '${state}'; end $$`).then(
      () => undefined,
      (error: unknown) => databaseTrouble(new Error("wrapped", { cause: error }))?.message,
    );
  expect(await raise("53100")).toContain("disk is full");
  expect(await raise("57P03")).toContain("does not answer");
  expect(await raise("53300")).toContain("does not answer");
  expect(await raise("23505")).toBeUndefined();
  await sql.end();
});
