import { expect, test } from "vitest";
import { serveDocument, servedDocument } from "./served-document.ts";

const SERVING = {
  contentType: "application/activity+json",
  caching: "no-cache",
  headers: { vary: "Accept" },
};
const document = servedDocument('{"name":"Grey Heron, ü"}');
const answer = (headers: Record<string, string>, served: typeof document | undefined = document) =>
  serveDocument(new Request("http://here.localhost/", { headers }), served, SERVING);

test("a document comes with a tag that tells its bytes", async () => {
  const response = answer({});
  expect(await response.text()).toBe('{"name":"Grey Heron, ü"}');
  expect(Object.fromEntries(response.headers)).toEqual({
    "cache-control": "no-cache",
    "content-type": "application/activity+json",
    etag: document.etag,
    vary: "Accept",
    "x-content-type-options": "nosniff",
  });
  expect(servedDocument("{}").etag).not.toBe(document.etag);
});

test.for([document.etag, `W/${document.etag}`, `"other", ${document.etag}`, "*"])(
  "whoever has it already, by %s, is told so",
  async (tag) => {
    const response = answer({ "if-none-match": tag });
    expect(response.status).toBe(304);
    expect(await response.text()).toBe("");
    expect(response.headers.get("etag")).toBe(document.etag);
  },
);

test("whoever has another one gets this one", () => {
  expect(answer({ "if-none-match": '"other"' }).status).toBe(200);
});

test("what is not there has no tag", () => {
  const response = serveDocument(new Request("http://here.localhost/"), undefined, SERVING);
  expect(response.status).toBe(404);
  expect(response.headers.get("etag")).toBeNull();
});
