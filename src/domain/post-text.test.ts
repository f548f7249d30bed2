import { describe, expect, test } from "vitest";
import { hashtagsOf, mentionedHandles, postContent } from "./post-text.ts";

const links = {
  mention: (handle: string) =>
    handle === "owl@south.example"
      ? { href: "https://south.example/users/owl", name: "owl@south.example" }
      : undefined,
  hashtag: (tag: string) => `https://north.example/tags/${encodeURIComponent(tag)}`,
};
const content = (text: string) => postContent(text, links);

describe("the content of a post", () => {
  test("keeps paragraphs and line breaks, and escapes everything", () => {
    expect(content(`One <b>&\ntwo\n\n"three"`)).toBe(
      "<p>One &lt;b&gt;&amp;<br>two</p><p>&quot;three&quot;</p>",
    );
  });

  test("links whom it names, and leaves those that are not known", () => {
    expect(content("Thanks @owl@south.example, @nobody@south.example")).toBe(
      '<p>Thanks <span class="h-card"><a href="https://south.example/users/owl" class="u-url mention">' +
        "@<span>owl@south.example</span></a></span>, @nobody@south.example</p>",
    );
  });

  test("links hashtags as they are written", () => {
    expect(content("#Häm_1 counts")).toBe(
      '<p><a href="https://north.example/tags/h%C3%A4m_1" class="mention hashtag" rel="tag">#<span>Häm_1</span></a> counts</p>',
    );
  });

  test.for([
    ["(see https://a.example/x_(y)).", "https://a.example/x_(y)"],
    ["https://a.example/?q=1&r=2#f, and", "https://a.example/?q=1&amp;r=2#f"],
    ["https://a.example/@owl@b.example", "https://a.example/@owl@b.example"],
  ])("links the address in %s", ([text = "", address = ""]) => {
    expect(content(text)).toContain(`<a href="${address}" rel="nofollow noopener noreferrer">${address}</a>`);
  });

  test("makes no link of what could run", () => {
    expect(content("javascript:alert(1) https://")).not.toContain("<a");
    expect(content('https://a.example/"onclick=x')).toContain('href="https://a.example/"');
  });
});

test("names are found once, in lower case, and not inside mail addresses", () => {
  expect(mentionedHandles("@Owl@South.example @owl@south.example, @jay. owl@south.example /@x")).toEqual([
    "owl@south.example",
    "jay",
  ]);
});

test("hashtags are found once, in lower case; numbers and anchors are none", () => {
  expect(hashtagsOf("#Rash #rash #1 #2nd a#b https://a.example/#c &#39;")).toEqual(["rash", "2nd"]);
});
