import { expect, test } from "vitest";
import { wantsActivity } from "./negotiate.ts";

test.each([
  ["application/activity+json"],
  ['application/ld+json; profile="https://www.w3.org/ns/activitystreams"'],
  ['application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"'],
  ["application/json"],
  ["text/html;q=0.5, application/activity+json"],
])("%s wants the document", (accept) => expect(wantsActivity(accept)).toBe(true));

test.each([
  [undefined],
  [""],
  ["*/*"],
  ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
  ["application/activity+json;q=0.4, text/html;q=0.9"],
  ["application/activity+json, text/html"],
  ["image/webp"],
  ["application/activity+json;q=0"],
  ["application/activity+json;q=often"],
])("%s does not", (accept) => expect(wantsActivity(accept)).toBe(false));
