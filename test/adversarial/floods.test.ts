import { afterAll, beforeAll, expect, test } from "vitest";
import { type AttackScene, createAttackScene } from "#test/support/attack-scene.ts";
import { rawRequest } from "#test/support/raw-request.ts";
import { activity } from "#test/support/remote-notes.ts";

/** Too much of anything is answered with 429 and a time, and nobody else is answered differently for it. */
let scene: AttackScene;
let addresses = 0;

beforeAll(async () => {
  scene = await createAttackScene();
});
afterAll(() => scene?.stop());

/** Asks so many times, eight at a time, as the proxy does for whom it speaks for. */
async function flood(
  times: number,
  ask: (nth: number) => Promise<{ readonly status: number; readonly headers: Headers }>,
): Promise<readonly { readonly status: number; readonly retryAfter: string | null }[]> {
  const answers: { status: number; retryAfter: string | null }[] = [];
  for (let nth = 0; nth < times; nth += 8) {
    const some = await Promise.all(Array.from({ length: 8 }, (_, more) => ask(nth + more)));
    answers.push(...some.map(({ status, headers }) => ({ status, retryAfter: headers.get("retry-after") })));
    if (some.some(({ status }) => status === 429)) break;
  }
  return answers;
}

const from = (address: string) => ({ "x-forwarded-for": address });

test.each([
  "/about",
  "/.well-known/webfinger?resource=acct:x@y",
  "/actors/institution",
  "/media/x",
  "/assets/none.css",
  "/healthz",
])("%s, by one address", async (path) => {
  addresses++;
  const flooder = `198.51.100.${addresses}`;
  await scene.harmless("pages", async () => {
    const answers = await flood(4000, () => rawRequest(scene.here, path, { headers: from(flooder) }));
    const last = answers.find(({ status }) => status === 429);
    expect(Number(last?.retryAfter)).toBeGreaterThan(0);
    expect(answers.length).toBeGreaterThan(900);
  });
  expect((await rawRequest(scene.here, "/about", { headers: from("203.0.113.9") })).status).toBe(200);
});

test("an inbox, by one address that is refused again and again", async () => {
  const { here, mallory } = scene;
  const body = JSON.stringify(activity(mallory, "Like", here.origin));
  const knock = (address: string) =>
    fetch(`http://127.0.0.1:${here.config.port}/inbox`, {
      method: "POST",
      headers: { "content-type": "application/activity+json", ...from(address) },
      body,
    });
  await scene.harmless("refused", async () => {
    const answers = await flood(1000, () => knock("198.51.100.200"));
    expect(answers.find(({ status }) => status === 429)?.retryAfter).toMatch(/^[1-9]\d*$/u);
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThan(90);
  });
  expect((await knock("203.0.113.10")).status).toBe(401);
  const page = await rawRequest(here, "/about", { headers: from("198.51.100.200") });
  expect(page.status, "people at that address read on").toBe(200);
});
