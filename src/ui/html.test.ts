import { html } from "hono/html";
import { expect, test } from "vitest";
import { count, listed, paragraphs, said } from "./html.ts";

const text = async (piece: unknown): Promise<string> => String(await piece);

test("what a person wrote is text, and cannot reorder what stands beside it", async () => {
  expect(await text(said(`<script>alert("1")</script>\u202E`))).toBe(
    "<bdi>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\u202E</bdi>",
  );
});

test("an empty line parts paragraphs, a line break stays one", async () => {
  const written = await text(paragraphs("one\r\ntwo\n \n\n<b>three</b>\n"));
  const plain = written.replaceAll(/\s*\n\s*/gu, "").replaceAll(" />", ">");
  expect(plain).toBe(
    '<p class="said" dir="auto">one<br>two</p><p class="said" dir="auto">&lt;b&gt;three&lt;/b&gt;</p>',
  );
});

test("puts words in a row", async () => {
  const pieces = ["a", "b", "c"].map((word) => html`${word}`);
  expect(await text(listed(pieces))).toBe("a, b and c");
  expect(await text(listed(pieces.slice(0, 2)))).toBe("a and b");
});

test("counts", () => {
  expect([0, 1, 2, 1200].map((number) => count(number, "opinion", "opinions"))).toEqual([
    "no opinions",
    "1 opinion",
    "2 opinions",
    "1,200 opinions",
  ]);
});
