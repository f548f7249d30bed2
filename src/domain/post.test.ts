import { expect, test } from "vitest";
import { audienceOfReply, isWanted, POST_AUDIENCES, type PostAudience } from "./post.ts";

test("a reply is never for more people than what it answers", () => {
  for (const wanted of POST_AUDIENCES) {
    for (const audience of POST_AUDIENCES) {
      for (const isOwn of [true, false]) {
        const found = audienceOfReply(wanted, { audience, isOwn });
        expect(POST_AUDIENCES.indexOf(found)).toBeGreaterThanOrEqual(POST_AUDIENCES.indexOf(wanted));
        expect(POST_AUDIENCES.indexOf(found)).toBeGreaterThanOrEqual(POST_AUDIENCES.indexOf(audience));
      }
    }
  }
  expect(audienceOfReply("public", undefined)).toBe("public");
  expect(audienceOfReply("public", { audience: "followers", isOwn: true })).toBe("followers");
  // One's own followers are not those of somebody else.
  expect(audienceOfReply("followers", { audience: "followers", isOwn: false })).toBe("direct");
});

test.for<[PostAudience, readonly ("isFollowed" | "isAddressed" | "answersOurs")[]]>([
  ["public", ["isFollowed", "isAddressed", "answersOurs"]],
  ["unlisted", ["isFollowed", "isAddressed", "answersOurs"]],
  ["followers", ["isFollowed", "isAddressed"]],
  ["direct", ["isAddressed"]],
])("a post for %s is kept where one of these holds: %s", ([audience, reasons]) => {
  const nothing = { audience, isFollowed: false, isAddressed: false, answersOurs: false };
  expect(isWanted(nothing)).toBe(false);
  for (const reason of ["isFollowed", "isAddressed", "answersOurs"] as const) {
    expect(isWanted({ ...nothing, [reason]: true })).toBe(reasons.includes(reason));
  }
});
