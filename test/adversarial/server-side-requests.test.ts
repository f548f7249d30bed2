import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { OBJECT_CONTEXT } from "#federation/vocabulary.ts";
import { type AttackScene, createAttackScene } from "#test/support/attack-scene.ts";
import { activity, caseNote, create, note } from "#test/support/remote-notes.ts";

/** Whatever has this server fetch something: it never asks what is inside, at whichever hop it is led there. */
let scene: AttackScene;
let serial = 0;

beforeAll(async () => {
  scene = await createAttackScene();
  // An institution that was trusted and was broken into has the most fetched.
  await setPeerTrust(scene.here.app.instance, scene.enemy.host, "trusted");
});
afterAll(() => scene?.stop());

/** The ways to write this machine's address, and a name that leads to it. */
const places = (port: number): readonly string[] => [
  `http://127.0.0.1:${port}`,
  `https://127.0.0.1:${port}`,
  `http://localhost:${port}`,
  `http://inside.localhost:${port}`,
  `http://127.1:${port}`,
  `http://2130706433:${port}`,
  `http://0x7f000001:${port}`,
  `http://0.0.0.0:${port}`,
  `http://[::1]:${port}`,
  `http://[::ffff:127.0.0.1]:${port}`,
  `http://[::]:${port}`,
];
/** Addresses of others' networks, at which nothing may be tried: refused at once, not timed out. */
const ELSEWHERE = [
  "http://169.254.169.254/latest/meta-data/",
  "http://10.0.0.1/",
  "http://192.168.0.1/",
  "http://100.64.0.1/",
  "http://[fe80::1]/",
  "http://[fd00::1]/",
  "http://[64:ff9b::7f00:1]/",
  "http://[2002:7f00:1::]/",
  "file:///etc/passwd",
  "ftp://127.0.0.1/",
];

/**
 * An address at the enemy's that leads to `target` after this many redirects.
 *
 * @param first the path that is asked whatever address is given, where the fetcher makes it up
 */
function chain(hops: number, target: string, first?: string): string {
  serial++;
  const nth = serial;
  const path = (hop: number): string => (hop === 1 && first !== undefined ? first : `/chain/${nth}/${hop}`);
  for (let hop = 1; hop <= hops; hop++) {
    const location = hop === hops ? target : path(hop + 1);
    scene.enemy.handlers.set(path(hop), (_, response) => response.writeHead(302, { location }).end());
  }
  return `${scene.enemy.origin}${path(1)}`;
}

/** Everything that fetches, as a stranger can set it going with an address of their choice. */
const fetchers: readonly (readonly [
  what: string,
  attack: (address: string) => Promise<unknown>,
  first?: string,
])[] = [
  ["an actor by its id", (address) => scene.here.app.instance.remote.findActor(address)],
  ["an object", (address) => scene.here.app.instance.remote.fetchObject(address)],
  ["a case", (address) => scene.here.app.instance.remote.fetchCase(address)],
  ["a picture", (address) => scene.here.app.instance.remote.fetchPicture(address)],
  [
    "the keys of attestations",
    (address) => scene.here.app.instance.remote.attestationSources.issuerKeys(new URL(address).origin, "key"),
    "/.well-known/jwt-vc-issuer",
  ],
  ["an attestation", (address) => scene.here.app.instance.remote.checkAttestation(address)],
  [
    "a look for a copy",
    (address) => scene.here.app.instance.remote.lookForCopy(address, { uri: address, authorHandle: "x" }),
    "/.well-known/nodeinfo",
  ],
  [
    "the key of a signature",
    (address) =>
      scene.enemy.post(
        scene.mallory,
        `${scene.here.origin}/inbox`,
        activity(scene.mallory, "Like", address),
        {
          keyId: address,
        },
      ),
  ],
  [
    "an announced object",
    (address) => scene.post(scene.mallory, activity(scene.mallory, "Announce", address)),
  ],
  ["a created object", (address) => scene.post(scene.mallory, activity(scene.mallory, "Create", address))],
  [
    "a context",
    (address) =>
      scene.post(scene.mallory, {
        ...create(note(scene.mallory, { content: "<p>Hello</p>" })),
        "@context": [...OBJECT_CONTEXT, address, { "consilium-too": "https://w3id.org/consilium#" }],
      }),
  ],
  [
    "an answered case",
    (address) =>
      scene.post(
        scene.mallory,
        create(note(scene.mallory, { content: "<p>x</p>", inReplyTo: address, opinion: {} })),
      ),
  ],
];

describe.each(fetchers.map(([what, attack, first]) => ({ what, attack, first })))(
  "by the fetcher of $what",
  (fetcher) => {
    const { what, attack, first } = fetcher;
    test("nothing inside is asked: by address, by name, and at each of three hops", async () => {
      const { port } = scene.inside;
      const { enemy } = scene;
      const led = (): number =>
        [...enemy.asked].filter(([path]) => path.startsWith("/chain/") || path === first).length;
      const ledBefore = led();
      await scene.harmless(what, async () => {
        const start = performance.now();
        for (const place of places(port)) {
          await attack(`${place}/direct`).catch(() => undefined);
          await attack(chain(1, `${place}/hop`, first)).catch(() => undefined);
        }
        for (const hops of [2, 3, 4]) {
          await attack(chain(hops, `http://127.0.0.1:${port}/hops`, first)).catch(() => undefined);
        }
        for (const address of ELSEWHERE) await attack(address).catch(() => undefined);
        await attack(chain(1, ELSEWHERE[0] ?? "")).catch(() => undefined);
        expect(performance.now() - start, "refused at once").toBeLessThan(20_000);
      });
      expect(led(), "it was led there at all").toBeGreaterThan(ledBefore);
    });
  },
);

test("WebFinger, and what it points to", async () => {
  const { enemy, here, inside } = scene;
  const { remote } = here.app.instance;
  await scene.harmless("WebFinger", async () => {
    for (const [nth, place] of places(inside.port).entries()) {
      const path = (name: string): string =>
        `/.well-known/webfinger?resource=${encodeURIComponent(`acct:${name}@${enemy.host}`)}`;
      enemy.handlers.set(path(`led${nth}`), (_, response) =>
        response.writeHead(302, { location: `${place}/.well-known/webfinger` }).end(),
      );
      enemy.documents.set(path(`pointed${nth}`), {
        subject: `acct:pointed${nth}@${enemy.host}`,
        links: [{ rel: "self", type: "application/activity+json", href: `${place}/actor` }],
      });
      for (const name of [`led${nth}`, `pointed${nth}`]) {
        await expect(remote.findActor(`@${name}@${enemy.host}`)).rejects.toThrow();
      }
      const at = new URL(place).host;
      await expect(remote.findActor(`@root@${at}`)).rejects.toThrow();
    }
  });
});

test("deliveries: an inbox that redirects, or lies elsewhere", async () => {
  const { enemy, here, inside, mallory } = scene;
  let knocked = 0;
  enemy.handlers.set("/users/mallory/inbox", (_, response) => {
    knocked++;
    response.writeHead(307, { location: `http://127.0.0.1:${inside.port}/inbox` }).end();
  });
  const stray = await enemy.addActor("stray", { inbox: `http://127.0.0.1:${inside.port}/inbox` });
  await scene.harmless("deliveries", async () => {
    const { uri } = scene.heron.physician.persona;
    await scene.post(stray, activity(stray, "Like", uri));
    await scene.post(mallory, activity(mallory, "Delete", uri, { recall: { deadline: "now" } }));
    await expect.poll(() => knocked, { timeout: 10_000 }).toBeGreaterThan(0);
    await scene.quiet();
  });
  expect(here.origin).toBeDefined();
});

test("a picture of a case that lies inside, or is led there, is not fetched", async () => {
  const { inside, enemy, here, mallory } = scene;
  const before = inside.asked();
  const at = (url: string) => ({ type: "Document", mediaType: "image/png", url, name: "A ring" });
  const led = chain(1, `http://127.0.0.1:${inside.port}/picture`);
  const withPictures = caseNote(mallory, "public", {
    attachment: [at(`http://127.0.0.1:${inside.port}/a.png`), at(led)],
  });
  expect((await scene.post(mallory, create(withPictures))).status).toBe(202);
  await expect
    .poll(() => enemy.asked.get(new URL(led).pathname) ?? 0, { timeout: 10_000 })
    .toBeGreaterThan(0);
  await scene.quiet();
  expect(inside.asked()).toBe(before);
  expect((await here.visitor().get(`${here.origin}/about`)).status).toBe(200);
});
