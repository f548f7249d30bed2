import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { ClientPage, FormValues, StreamMessage } from "#demo/browser-client.ts";
import { POOLING_NAMES } from "#domain/pooling/rules.ts";
import { unescapeHtml } from "#demo/html-forms.ts";
import { eventually } from "#test/support/eventually.ts";
import { photo } from "#test/support/images.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";

let northfield: TestInstance;
let asker: SignedIn;
beforeAll(async () => {
  northfield = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  asker = await northfield.signIn();
});
afterAll(() => northfield.stop());

const words = (page: ClientPage): string =>
  unescapeHtml(page.text.replaceAll(/<[^>]+>/gu, " ")).replaceAll(/\s+/gu, " ");

/** Posts a case through the pages and returns its own page. */
async function askCase(values: Record<string, FormValues[string]> = {}): Promise<ClientPage> {
  const form = await asker.client.get(`${northfield.origin}/ask`);
  const preview = await asker.client.submit(form, "/ask", {
    title: "Annular plaque",
    question: "What is it?",
    "specialty-1": "dermatology",
    ...values,
  });
  const isPublic = values["audience"] === "public";
  return asker.client.submit(preview, "/post", isPublic ? { "confirm-public": "yes" } : {});
}

const answer = async (who: SignedIn, url: URL, values: Record<string, string>): Promise<ClientPage> =>
  who.client.submit(await who.client.get(url), "/answer", { confidence: "70", ...values });

const consensusShape = z.strictObject({
  opinions: z.int(),
  rule: z.enum(POOLING_NAMES).nullable(),
  consensus: z
    .array(z.strictObject({ diagnosis: z.string(), code: z.string().nullable(), score: z.number() }))
    .nullable(),
});

const consensusOf = (page: ClientPage): z.infer<typeof consensusShape> | undefined => {
  const block = /<script type="application\/json" id="consensus">(.*?)<\/script>/su.exec(page.text)?.[1];
  return block === undefined ? undefined : consensusShape.parse(JSON.parse(block));
};

describe("opinions", () => {
  test("are hidden until one has answered, pool from three up, and say who had looked", async () => {
    const { url } = await askCase();
    const colleagues = await Promise.all([northfield.signIn(), northfield.signIn(), northfield.signIn()]);
    const [first, second, third] = colleagues;

    const given = await answer(first, url, {
      "diagnosis-1": "Granuloma annulare",
      "diagnosis-2": "Tinea corporis",
      "code-1": "icd10cm:L92.0",
      "cant-miss": "Cutaneous lymphoma",
      reasoning: "Firm border.\n\n<script>alert(1)</script>",
    });
    expect(given.url.hash).toMatch(/^#opinion-[0-9a-f-]{36}$/u);
    expect(given.text).toContain(`id="${given.url.hash.slice(1)}"`);
    expect(words(given)).toContain("<script>alert(1)</script>");
    expect(given.text).not.toContain("<script>alert(1)");
    expect(words(given)).toContain("Given before seeing other opinions");
    expect(consensusOf(given)).toEqual({ opinions: 1, rule: null, consensus: null });

    const waiting = await second.client.get(url);
    expect(words(waiting)).toContain("1 opinion, hidden until you answer");
    expect(waiting.text).not.toContain("Granuloma");
    expect(consensusOf(waiting)).toBeUndefined();
    const looked = await second.client.submit(waiting, "/look");
    expect(words(looked)).toContain("Granuloma annulare");
    const after = await answer(second, url, { "diagnosis-1": "Tinea corporis" });
    expect(words(after)).toContain("Given after seeing other opinions");

    await answer(third, url, { "diagnosis-1": "tinea  corporis", "diagnosis-2": "Eczema", "rank-2": "1" });
    const pooled = await asker.client.get(url);
    expect(words(pooled)).toContain("3 opinions · 1 institution");
    expect(words(pooled)).toContain("Cutaneous lymphoma (named by 1)");
    const { opinions, rule, consensus } = consensusOf(pooled) ?? {};
    expect({ opinions, rule }).toEqual({ opinions: 3, rule: "inverse-rank" });
    expect(words(pooled)).toContain("Pooling rule: rank-weighted, chosen by the case’s institution");
    expect(consensus?.map(({ diagnosis, code }) => [diagnosis, code])).toEqual([
      ["Tinea corporis", "consilium:tinea-corporis"],
      ["Granuloma annulare", "consilium:granuloma-annulare"],
      ["Eczema", "consilium:dermatitis"],
    ]);
    const scores = consensus?.map(({ score }) => score) ?? [];
    for (const [index, expected] of [11 / 18, 2 / 9, 1 / 6].entries())
      expect(scores[index]).toBeCloseTo(expected, 9);
  });

  test("are one for each physician, and none on one's own case", async () => {
    const { url } = await askCase();
    const colleague = await northfield.signIn();
    await answer(colleague, url, { "diagnosis-1": "Eczema" });
    const post = `${url.origin}${url.pathname}/answer`;
    const again = await colleague.client.post(post, {
      "diagnosis-1": "Psoriasis",
      "rank-1": "1",
      confidence: "5",
    });
    expect(again.status).toBe(409);
    const own = await asker.client.post(post, { "diagnosis-1": "Psoriasis", "rank-1": "1", confidence: "5" });
    expect(own.status).toBe(403);
    expect(words(await asker.client.get(url))).toContain("1 opinion");
    expect((await asker.client.get(url)).text).not.toContain("Psoriasis");
  });

  test.each<[string, Record<string, string>, string]>([
    ["none", {}, "Name at least one diagnosis."],
    [
      "one twice",
      { "diagnosis-1": "Eczema", "diagnosis-2": "eczema" },
      "are the same diagnosis: name it once",
    ],
    [
      "a rank that is none",
      { "diagnosis-1": "Eczema", "rank-1": "first" },
      "a whole number, 1 for the likeliest",
    ],
    [
      "six ranks",
      Object.fromEntries(
        ["A1", "B2", "C3", "D4", "E5", "F6"].flatMap((text, index) => [
          [`diagnosis-${index + 1}`, text],
          [`rank-${index + 1}`, String(index + 1)],
        ]),
      ),
      "at most 5 ranks",
    ],
    ["a confidence of 101", { "diagnosis-1": "Eczema", confidence: "101" }, "from 0 to 100"],
    ["no confidence", { "diagnosis-1": "Eczema", confidence: "" }, "Say how sure you are of the first rank"],
  ])("%s: the form comes back as it was sent", async (_, values, message) => {
    const { url } = await askCase();
    const colleague = await northfield.signIn();
    const page = await answer(colleague, url, { reasoning: "because", ...values });
    expect(page.status).toBe(422);
    expect(words(page)).toContain(message);
    expect(page.text).toMatch(/>\s*because<\/textarea>/u);
    const sent = await colleague.client.submit(page, "/answer", {
      ...Object.fromEntries(Array.from({ length: 10 }, (__, index) => [`diagnosis-${index + 1}`, ""])),
      "diagnosis-1": "Eczema",
      "rank-1": "1",
      confidence: "40",
    });
    expect(sent.status).toBe(200);
  });

  test("ten diagnoses are taken, each on its rank", async () => {
    const { url } = await askCase();
    const colleague = await northfield.signIn();
    const ten = Array.from({ length: 10 }, (_, index) => index + 1).flatMap((row): [string, string][] => [
      [`diagnosis-${row}`, `Diagnosis ${row}`],
      [`rank-${row}`, String(Math.ceil(row / 2))],
    ]);
    const page = await answer(colleague, url, Object.fromEntries<string>(ten));
    expect(page.status).toBe(200);
    for (let row = 1; row <= 10; row += 1) expect(words(page)).toContain(`Diagnosis ${row}`);
  });

  test("eleven diagnoses are refused, none is dropped without a word", async () => {
    const { url } = await askCase();
    const colleague = await northfield.signIn();
    const eleven = Array.from({ length: 11 }, (_, index) => index + 1).flatMap((row): [string, string][] => [
      [`diagnosis-${row}`, `Diagnosis ${row}`],
      [`rank-${row}`, "1"],
    ]);
    const page = await answer(colleague, url, Object.fromEntries<string>(eleven));
    expect(page.status).toBe(422);
    expect(words(page)).toContain("at most 10 diagnoses");
  });

  test("comments stand apart, keep their lines and are text", async () => {
    const { url } = await askCase();
    const colleague = await northfield.signIn();
    await answer(colleague, url, { "diagnosis-1": "Eczema" });
    const empty = await colleague.client.submit(await colleague.client.get(url), "/comment", {
      comment: " ",
    });
    expect(empty.status).toBe(422);
    const page = await colleague.client.submit(empty, "/comment", { comment: "Any itching?\n<img src=x>" });
    expect(page.url.hash).toMatch(/^#comment-/u);
    expect(page.text).toContain("Any itching?<br>&lt;img src=x&gt;");
    const place = await colleague.client.get(
      `${url.origin}/comments/${page.url.hash.slice("#comment-".length)}`,
    );
    expect(place.url.href).toBe(page.url.href);
  });
});

describe("who may not see a case", () => {
  /** All that somebody outside can tell two answers apart by. */
  const shape = (page: ClientPage, id: string) => ({
    status: page.status,
    headers: [...page.headers].filter(([name]) => name !== "date"),
    text: page.text.replaceAll(id, "ID"),
  });
  const ABSENT = "01890000-0000-7000-8000-000000000000";

  test.each(["institution", "network"])("gets the same as for an absent one: %s", async (audience) => {
    const { url } = await askCase({
      audience,
      "photo-1": new Blob([new Uint8Array(await photo(400, 300))]),
      "alt-1": "A ring",
    });
    const colleague = await northfield.signIn();
    const given = await answer(colleague, url, { "diagnosis-1": "Eczema" });
    const commented = await colleague.client.submit(given, "/comment", { comment: "Hm." });
    const image = /"\/media\/([\w-]+)"/u.exec(given.text)?.[1] ?? "";
    const id = url.pathname.slice("/cases/".length);
    const visitor = northfield.visitor();
    const places: [string, string][] = [
      ["/cases/ID", id],
      ["/cases/ID?look", id],
      ["/cases/ID/events", id],
      ["/media/ID", image],
      ["/media/ID/thumbnail", image],
      ["/opinions/ID", given.url.hash.slice("#opinion-".length)],
      ["/comments/ID", commented.url.hash.slice("#comment-".length)],
    ];
    for (const [place, one] of places) {
      const [hidden, absent] = await Promise.all(
        [one, ABSENT].map(async (id) =>
          shape(await visitor.get(northfield.origin + place.replace("ID", id)), id),
        ),
      );
      expect(hidden, place).toEqual(absent);
      expect(hidden?.status).toBe(404);
    }
  });

  test("a public one is for everyone, its opinions behind a link, its pictures to be kept", async () => {
    const { url } = await askCase({
      audience: "public",
      "photo-1": new Blob([new Uint8Array(await photo(400, 300))]),
      "alt-1": "A ring",
    });
    const colleague = await northfield.signIn();
    const given = await answer(colleague, url, { "diagnosis-1": "Eczema" });
    const visitor = northfield.visitor();
    const page = await visitor.get(`${url.origin}${url.pathname}`);
    expect(page.text).not.toContain("Eczema");
    expect(page.headers.get("link")).toBe(
      `<${url.origin}${url.pathname}>; rel="alternate"; type="application/activity+json"`,
    );
    const looked = await visitor.get(`${url.origin}${url.pathname}?look`);
    expect(words(looked)).toContain("Eczema");
    expect(consensusOf(looked)).toEqual({ opinions: 1, rule: null, consensus: null });
    const place = await visitor.get(`${url.origin}/opinions/${given.url.hash.slice("#opinion-".length)}`);
    expect(place.text).toContain(`id="${given.url.hash.slice(1)}"`);

    const image = /"(\/media\/[\w-]+)"/u.exec(given.text)?.[1] ?? "";
    const bytes = await visitor.bytes(url.origin + image);
    expect(bytes.status).toBe(200);
    expect(Object.fromEntries(bytes.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "content-disposition": "inline",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "public, max-age=31536000, immutable",
    });
    const etag = bytes.headers.get("etag") ?? "";
    expect((await visitor.get(url.origin + image, { "if-none-match": `"other", ${etag}` })).status).toBe(304);
  });
});

describe("open pages", () => {
  /** Collects what a stream says until the test is over. */
  const listen = (who: SignedIn, url: string, signal: AbortSignal): StreamMessage[] => {
    const heard: StreamMessage[] = [];
    const collect = async (): Promise<void> => {
      for await (const message of who.client.events(url, signal)) heard.push(message);
    };
    collect().catch((error: unknown) => {
      if (!signal.aborted) heard.push({ event: "failed", data: String(error) });
    });
    return heard;
  };

  test("hear of new opinions on the case, and the home page of cases in one's timeline only", async () => {
    const leave = new AbortController();
    const colleague = await northfield.signIn();
    const atHome = listen(asker, `${northfield.origin}/events`, leave.signal);
    const elsewhere = listen(colleague, `${northfield.origin}/events`, leave.signal);
    const { url } = await askCase();
    const id = url.pathname.slice("/cases/".length);
    await eventually("the asker's home page hears of the case", async () => {
      expect(atHome.map(({ data }) => JSON.parse(data) as unknown)).toContainEqual({
        type: "case",
        caseId: id,
        uri: `${northfield.origin}/cases/${id}`,
        url: `/cases/${id}`,
      });
    });
    const onCase = listen(colleague, `${northfield.origin}/cases/${id}/events`, leave.signal);
    const other = await northfield.signIn();
    const given = await answer(other, url, { "diagnosis-1": "Eczema" });
    await eventually("the case's page hears of the opinion", async () => {
      expect(onCase.map(({ event, data }): unknown[] => [event, JSON.parse(data)])).toContainEqual([
        "refresh",
        {
          type: "opinion",
          caseId: id,
          opinionId: given.url.hash.slice("#opinion-".length),
          url: `/cases/${id}`,
        },
      ]);
    });
    expect(elsewhere).toEqual([]);
    leave.abort();
  });

  test("are limited for each reader, and end with the process", async () => {
    const reader = await northfield.signIn();
    const leave = new AbortController();
    const outcomes: string[] = [];
    for (let opened = 0; opened < 13; opened += 1) {
      const drain = async (): Promise<string> => {
        for await (const _ of reader.client.events(`${northfield.origin}/events`, leave.signal));
        return "ended";
      };
      drain().then(
        (outcome) => outcomes.push(outcome),
        (error: unknown) => outcomes.push(String(error)),
      );
    }
    await eventually("one of thirteen is refused", async () => {
      expect(outcomes).toEqual([expect.stringContaining("answered 429")]);
    });
    northfield.app.endStreams();
    await eventually("the others end", async () => {
      expect(outcomes.slice(1)).toEqual(Array.from({ length: 12 }, () => "ended"));
    });
    leave.abort();
  });
});
