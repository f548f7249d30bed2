import { afterAll, beforeAll, expect, test } from "vitest";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { type ApiAnswer, at, callApi, getToken, listAt, textAt } from "#test/support/api-client.ts";
import { eventually } from "#test/support/eventually.ts";
import { photo } from "#test/support/images.ts";
import type { SignedIn, TestInstance } from "#test/support/instance.ts";
import { startTwoHouses, type TwoHouses } from "#test/support/two-houses.ts";
import { write } from "./fixture.ts";

let houses: TwoHouses;
let northfield: TestInstance;
let southbank: TestInstance;
let asker: SignedIn;
let reader: SignedIn;
let north: string;
let south: string;
beforeAll(async () => {
  houses = await startTwoHouses();
  ({ northfield, southbank } = houses);
  await setPeerTrust(northfield.app.instance, southbank.origin, "trusted");
  await setPeerTrust(southbank.app.instance, northfield.origin, "trusted");
  [asker, reader] = [await northfield.signIn(), await southbank.signIn()];
  [north, south] = [await getToken(northfield, asker.session), await getToken(southbank, reader.session)];
}, 90_000);
afterAll(() => houses?.stop());

const fromSouth = (method: string, path: string, json?: unknown): Promise<ApiAnswer> =>
  callApi(southbank, method, path, { token: south, ...(json !== undefined && { json }) });
const fromNorth = (method: string, path: string): Promise<ApiAnswer> =>
  callApi(northfield, method, path, { token: north });
const inList = (answer: ApiAnswer, words: string, list?: string): unknown =>
  listAt(answer, list).find((one) => JSON.stringify(one).includes(words));

test("with apps on both sides: found, followed, asked, answered, corrected", async () => {
  const { handle } = asker.physician.persona;
  const found = await fromSouth(
    "GET",
    `/api/v2/search?resolve=true&q=${encodeURIComponent(`@${handle}@${new URL(northfield.origin).host}`)}`,
  );
  const account = textAt(found, "accounts.0.id");
  expect(found.body).toMatchObject({
    accounts: [
      {
        acct: `${handle}@${new URL(northfield.origin).host}`,
        consilium: { institution: new URL(northfield.origin).host },
      },
    ],
  });
  await fromSouth("POST", `/api/v1/accounts/${account}/follow`, {});
  await eventually("the follow is accepted", async () => {
    const relation = await fromSouth("GET", `/api/v1/accounts/relationships?id[]=${account}`);
    expect(at(relation, "0.following")).toBe(true);
  });

  const form = new FormData();
  form.append("file", new File([new Uint8Array(await photo(320, 240))], "photo.jpg"));
  form.append("description", "A ring-shaped plaque");
  const media = await callApi(northfield, "POST", "/api/v1/media", { token: north, form });
  const asked = await write(northfield, north, {
    status: "@dermatology Annular plaque\n\nFungal after all?",
    media_ids: [textAt(media, "id")],
  });
  const arrived = await eventually("the case arrives with its picture", async () => {
    const seen = inList(await fromSouth("GET", "/api/v1/timelines/home"), "Annular plaque");
    expect(seen).toMatchObject({ visibility: "private", media_attachments: [{ type: "image" }] });
    return { body: seen };
  });
  const picture = String(at(arrived, "media_attachments.0.url")).replace(southbank.origin, "");
  expect((await callApi(southbank, "GET", picture)).status).toBe(200);

  const id = String(at(arrived, "id"));
  await write(southbank, south, { status: "1. Granuloma annulare\n2. Tinea", in_reply_to_id: id });
  const remark = await write(southbank, south, { status: "Was it painful?", in_reply_to_id: id });
  await eventually("the answers are at the case's home", async () => {
    const context = await fromNorth("GET", `/api/v1/statuses/${asked}/context`);
    expect(inList(context, "Granuloma annulare", "descendants")).toMatchObject({
      consilium: { admission: "admitted" },
    });
    expect(inList(context, "painful", "descendants")).toBeDefined();
  });
  await fromSouth("DELETE", `/api/v1/statuses/${remark}`);
  await eventually("the comment is gone at the case's home, too", async () => {
    const context = await fromNorth("GET", `/api/v1/statuses/${asked}/context`);
    expect(inList(context, "painful", "descendants")).toBeUndefined();
  });
  await eventually("the asker is told", async () => {
    const told = await fromNorth("GET", "/api/v1/notifications");
    expect(inList(told, "Granuloma annulare")).toMatchObject({ type: "mention" });
    expect(inList(told, '"type":"follow"')).toBeDefined();
  });
});

test("a post is found by its address, liked and passed on", async () => {
  const post = await write(northfield, north, { status: "A talk worth hearing", visibility: "public" });
  const uri = textAt(await fromNorth("GET", `/api/v1/statuses/${post}`), "uri");
  const found = await fromSouth(
    "GET",
    `/api/v2/search?resolve=true&type=statuses&q=${encodeURIComponent(uri)}`,
  );
  const id = textAt(found, "statuses.0.id");
  expect(at(await fromSouth("POST", `/api/v1/statuses/${id}/favourite`, {}), "favourited")).toBe(true);
  expect(at(await fromSouth("POST", `/api/v1/statuses/${id}/reblog`, {}), "reblogged")).toBe(true);
  await eventually("its author is told", async () => {
    const told = await fromNorth(
      "GET",
      "/api/v1/notifications?types[]=favourite&types[]=reblog&types[]=unknown",
    );
    expect(new Set(listAt(told).map((body) => at({ body }, "type")))).toEqual(
      new Set(["favourite", "reblog"]),
    );
    expect((await fromNorth("GET", `/api/v1/statuses/${post}`)).body).toMatchObject({
      favourites_count: 1,
      reblogs_count: 1,
    });
  });
});
