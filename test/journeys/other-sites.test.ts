import { afterAll, beforeAll, expect, test } from "vitest";
import { createWeb } from "#web/web.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { words } from "#test/support/page-words.ts";
import { rawRequest } from "#test/support/raw-request.ts";
import { tracesOfPeople } from "#test/support/traces.ts";

const REFUSED = "This form was not sent from a page of";

let house: TestInstance;
let physician: SignedIn;
let posts: readonly string[];
beforeAll(async () => {
  house = await startTestInstance({ name: "northfield" });
  physician = await house.signIn();
  const { routes } = createWeb({
    instance: house.app.instance,
    live: { subscribe: () => () => {}, onSessionsEnded: () => () => {}, close: async () => {} },
    signIn: undefined,
    ended: AbortSignal.abort(),
  });
  posts = routes
    .filter(({ method }) => method === "POST")
    .map(({ path }) => path.replaceAll(/:[a-z]+(?:\{[^}]*\})?/gu, "01890000-0000-7000-8000-000000000000"));
});
afterAll(() => house.stop());

test("every form is taken from pages of this institution only", async () => {
  expect(posts.length).toBeGreaterThan(15);
  const before = await tracesOfPeople(house);
  const cookie = `consilium_session=${physician.session}`;
  for (const path of posts) {
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: house.origin.replace("northfield", "southbank") },
      { origin: `${house.origin}0` },
      { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example", "content-type": "text/plain" },
      { origin: "https://evil.example", "content-type": "multipart/form-data; boundary=x" },
    ]) {
      const refused = await rawRequest(house, path, {
        form: { comment: "x" },
        headers: { ...headers, cookie },
      });
      expect([refused.status, words(refused)], `${path} from ${JSON.stringify(headers)}`).toEqual([
        403,
        expect.stringContaining(REFUSED),
      ]);
    }
    const own = await rawRequest(house, path, { form: {}, headers: path === "/sign-out" ? {} : { cookie } });
    expect(own.status, `${path} from here`).toBeLessThan(500);
    expect(words(own), `${path} from here`).not.toContain(REFUSED);
  }
  expect(await tracesOfPeople(house)).toEqual(before);
});
