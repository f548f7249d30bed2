import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readStatusId } from "#domain/status-ref.ts";
import { type ApiAnswer, at, callApi, textAt } from "#test/support/api-client.ts";
import { eventually } from "#test/support/eventually.ts";
import { photo } from "#test/support/images.ts";
import { type ApiHouse, startApiHouse } from "./fixture.ts";

let api: ApiHouse;
beforeAll(async () => {
  api = await startApiHouse();
}, 120_000);
afterAll(() => api.stop());

const get = (path: string, token: string | undefined = api.token) =>
  callApi(api.house, "GET", path, { token });
const post = (path: string, json: Readonly<Record<string, unknown>>, token = api.token) =>
  callApi(api.house, "POST", path, { token, json });

async function upload(token: string, description: string, bytes?: Uint8Array<ArrayBuffer>): Promise<string> {
  const form = new FormData();
  form.append("file", new File([bytes ?? new Uint8Array(await photo(320, 240))], "photo.jpg"));
  if (description !== "") form.append("description", description);
  const sent = await callApi(api.house, "POST", "/api/v2/media", { token, form });
  expect(sent.status, sent.text).toBe(202);
  expect(at(sent, "url")).toBeNull();
  return textAt(sent, "id");
}

const checked = (id: string, token: string): Promise<ApiAnswer> =>
  eventually("the picture is checked", async () => {
    const seen = await get(`/api/v1/media/${id}`, token);
    if (seen.status === 206) throw new Error("not yet");
    return seen;
  });

describe("a case from an app", () => {
  test("a photo and a mention of a stream open one, through the same gate as everywhere", async () => {
    const media = await upload(api.token, "A ring-shaped plaque with a raised border");
    const ready = await checked(media, api.token);
    expect(ready.body).toMatchObject({ type: "image", meta: { original: { width: 320, height: 240 } } });
    const seen = await fetch(
      textAt(ready, "url").replace(api.house.origin, `http://127.0.0.1:${api.house.config.port}`),
    );
    expect([seen.status, seen.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    const sent = await post("/api/v1/statuses", {
      status: "@dermatology Ring on the forearm\n\nRaised border, no scale.\n\nFungal after all?",
      media_ids: [media],
      visibility: "public",
      sensitive: true,
    });
    expect(sent.status, sent.text).toBe(200);
    expect(sent.body).toMatchObject({
      visibility: "public",
      sensitive: true,
      media_attachments: [{ type: "image", description: "A ring-shaped plaque with a raised border" }],
      tags: [{ name: "dermatology" }],
      mentions: [{ acct: "dermatology" }],
      consilium: { type: "case", audience: "public", case: { findings: "Raised border, no scale." } },
    });
    expect(textAt(sent, "content")).toMatch(
      /^<p><strong>Ring on the forearm<\/strong><\/p><p>Fungal after all\?<\/p>/u,
    );
    expect((await get(`/api/v1/media/${media}`)).status).toBe(404);
    const id = readStatusId(textAt(sent, "id"))?.id ?? "";
    const page = await api.reader.client.get(`${api.house.origin}/cases/${id}`);
    expect(page.text).toContain("Ring on the forearm");
  });

  test("it is for trusted institutions unless somebody chooses otherwise, and its picture needs the key", async () => {
    const media = await upload(api.token, "A plaque");
    await checked(media, api.token);
    const sent = await post("/api/v1/statuses", { status: "@dermatology What is it?", media_ids: [media] });
    expect(sent.body).toMatchObject({ visibility: "private", consilium: { audience: "network" } });
    const url = textAt(sent, "media_attachments.0.url").replace(api.house.origin, "");
    expect((await callApi(api.house, "GET", url)).status).toBe(200);
    const wrong = url.replace(/key=.*/u, "key=zzzzzzzz.AAAA");
    for (const address of [url.replace(/\?.*/u, ""), wrong]) {
      expect((await callApi(api.house, "GET", address)).status).toBe(404);
    }
    const other = await callApi(api.house, "GET", `/api/v1/statuses/${textAt(sent, "id")}`);
    expect(other.status).toBe(404);
  });

  test("what the gate finds is an error with the address to finish, where the pictures wait", async () => {
    const media = await upload(api.token, "");
    await checked(media, api.token);
    const sent = await post("/api/v1/statuses", { status: "What is it?", media_ids: [media] });
    expect(sent.status).toBe(422);
    const error = textAt(sent, "error");
    expect(error).toContain("Mention a stream, such as @dermatology.");
    expect(error).toContain("Say in words what picture 1 shows");
    const address = /Finish it here: (\S+)/u.exec(error)?.[1] ?? "";
    const page = await api.reader.client.get(address);
    expect(page.text).toContain("What is it?");
    expect(page.text).toMatch(/name="kept-1"/u);
  });

  test.each([
    ["an emergency", { status: "@dermatology The patient is not breathing, what now?" }, /emergency/u],
    ["a picture of nobody", { status: "@dermatology What is it?", media_ids: ["1"] }, /no such picture/u],
    ["single people", { status: "@dermatology What is it?", visibility: "direct" }, /not for single people/u],
    [
      "a poll",
      { status: "@dermatology What is it?", poll: { options: ["a", "b"], expires_in: 300 } },
      /Polls/u,
    ],
    ["later", { status: "@dermatology What is it?", scheduled_at: "2030-01-01T00:00:00Z" }, /later/u],
    ["nothing", { status: " " }, /blank/u],
  ])("%s is refused in words", async (_, json, words) => {
    const sent = await post("/api/v1/statuses", json);
    expect(sent.status, sent.text).toBe(422);
    expect(textAt(sent, "error")).toMatch(words);
  });

  test("what may identify a patient is for the author to decide, which an app cannot ask", async () => {
    const told = "Seen by Dr. Margaret Holloway, MRN 4471234";
    const sent = await post("/api/v1/statuses", {
      status: `@dermatology Ring on the arm\n\nWhat is it?\n\n${told}`,
    });
    expect(sent.status, sent.text).toBe(422);
    expect(textAt(sent, "error")).toMatch(/may identify the patient.*\/ask\/[0-9a-f-]{36}$/u);
    const address = /\S+$/u.exec(textAt(sent, "error"))?.[0] ?? "";
    expect((await api.reader.client.get(address)).status).toBe(200);
    const reply = await post("/api/v1/statuses", { status: told, in_reply_to_id: api.ids.case });
    expect(textAt(reply, "error")).toMatch(/may identify the patient.*\/cases\/[0-9a-f-]{36}$/u);
  });

  test("a picture that cannot be taken is refused once it was looked at, and another's is none", async () => {
    const media = await upload(api.token, "x", new TextEncoder().encode("%PDF-1.7 nothing"));
    const refused = await checked(media, api.token);
    expect(refused.status).toBe(422);
    expect(textAt(refused, "error")).toMatch(/PDF|not an image/u);
    const sent = await post("/api/v1/statuses", { status: "@dermatology What is it?", media_ids: [media] });
    expect(sent.status).toBe(422);
    const theirs = await upload(api.askerToken, "A plaque");
    expect((await get(`/api/v1/media/${theirs}`)).status).toBe(404);
  });
});
