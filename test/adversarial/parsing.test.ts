import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { OBJECT_CONTEXT } from "#federation/vocabulary.ts";
import { findPostByUri } from "#store/posts.ts";
import { type AttackScene, createAttackScene } from "#test/support/attack-scene.ts";
import { activity, caseNote, create, note } from "#test/support/remote-notes.ts";

/** Documents made to cost, or to mean something else once JSON-LD has looked at them. */
let scene: AttackScene;

beforeAll(async () => {
  scene = await createAttackScene();
  await setPeerTrust(scene.here.app.instance, scene.enemy.host, "trusted");
});
afterAll(() => scene?.stop());

const MB = 1024 * 1024;
const hello = () => note(scene.mallory, { content: "<p>Hello</p>" });
const sendText = (body: string) => scene.enemy.postText(scene.mallory, `${scene.here.origin}/inbox`, body);
const heldMb = (): number => process.memoryUsage().rss / MB;

test("ten thousand levels deep: in the body, and in what is fetched for it", async () => {
  const deep = (inner: string): string => `${'{"object":'.repeat(10_000)}${inner}${"}".repeat(10_000)}`;
  await scene.harmless("depth", async () => {
    const { uri } = scene.mallory;
    const body = `{"id":"${uri}/deep","type":"Create","actor":"${uri}","object":${deep("1")}}`;
    expect(await sendText(body)).toMatchObject({ status: 400 });
    expect(await sendText("[".repeat(500_000))).toMatchObject({ status: 400 });
    scene.enemy.handlers.set("/deep", (_, response) =>
      response.setHeader("content-type", "application/activity+json").end(deep("1")),
    );
    await scene.post(scene.mallory, activity(scene.mallory, "Announce", `${scene.enemy.origin}/deep`));
    await scene.quiet();
    expect(scene.enemy.asked.get("/deep")).toBeGreaterThan(0);
  });
});

test("contexts that lead to contexts, define terms by each other, or do not end", async () => {
  const { enemy } = scene;
  const serve = (path: string, body: string): string => {
    enemy.handlers.set(path, (_, response) =>
      response.setHeader("content-type", "application/ld+json").end(body),
    );
    return `${enemy.origin}${path}`;
  };
  const chained = Array.from({ length: 200 }, (_, nth) =>
    serve(`/context/${nth}`, JSON.stringify({ "@context": `${enemy.origin}/context/${nth + 1}` })),
  );
  const own = serve("/context/own", JSON.stringify({ "@context": `${enemy.origin}/context/own` }));
  const many = serve(
    "/context/many",
    JSON.stringify({
      "@context": Array.from({ length: 5000 }, (_, nth) => `${enemy.origin}/context/x${nth}`),
    }),
  );
  const terms = Object.fromEntries(
    Array.from({ length: 8000 }, (_, nth) => [
      `t${nth}`,
      { "@id": `t${nth + 1}:x`, "@context": { a: "b:c" } },
    ]),
  );
  const cyclic = { one: { "@id": "two:x" }, two: { "@id": "one:x" } };
  const ours = { consilium: "https://w3id.org/consilium#", note: "consilium:clinicalCase" };
  await scene.harmless("contexts", async () => {
    for (const part of [chained[0], own, many, terms, cyclic]) {
      const bomb = { ...create(hello()), "@context": [...OBJECT_CONTEXT, ours, part] };
      const { status } = await scene.post(scene.mallory, bomb);
      expect([202, 400, 413]).toContain(status);
    }
    await scene.quiet();
    const asked = [...enemy.asked].filter(([path]) => path.startsWith("/context/"));
    expect(asked.length, "it follows contexts for a while only").toBeLessThan(150);
  });
});

test("@graph, @reverse, @included and aliases do not make it another actor's, or another object (CVE-2026-42462)", async () => {
  const { mallory, alice, heron } = scene;
  const victim = note(alice, { content: "<p>Not mine</p>" });
  const inner = { ...create(victim), "@context": undefined };
  const base = {
    id: `${mallory.uri}/rewrites/`,
    type: "Create",
    actor: mallory.uri,
    to: [heron.physician.persona.uri],
  };
  const AS = "https://www.w3.org/ns/activitystreams";
  const consilium = "https://w3id.org/consilium#";
  const rewrites: readonly object[] = [
    { "@context": AS, "@graph": [inner] },
    { "@context": AS, ...base, "@graph": [inner], object: victim },
    { "@context": AS, ...base, object: { "@reverse": { object: inner } } },
    { "@context": AS, ...base, "@included": [inner], object: victim },
    { "@context": AS, ...base, "@reverse": { actor: victim } },
    {
      "@context": [AS, { consilium, theirs: "as:actor", actor: "consilium:x" }],
      ...base,
      theirs: alice.uri,
      object: victim,
    },
    {
      "@context": [AS, { consilium, author: "as:attributedTo" }],
      ...base,
      object: { ...victim, attributedTo: mallory.uri, author: alice.uri },
    },
    {
      "@context": [AS, { consilium, "@vocab": "https://evil.example/#", id: "consilium:y" }],
      ...base,
      object: victim,
    },
    {
      "@context": [AS, { consilium, it: "@id" }],
      ...base,
      it: victim.id,
      object: { ...victim, attributedTo: mallory.uri },
    },
    { "@context": AS, ...base, "@id": alice.uri, "@type": "Delete", object: victim },
  ];
  await scene.harmless("rewrites", async () => {
    for (const [nth, rewrite] of rewrites.entries()) {
      const named = "id" in rewrite ? { ...rewrite, id: `${mallory.uri}/rewrites/${nth}` } : rewrite;
      const { status } = await scene.post(mallory, named);
      expect([202, 400, 401], JSON.stringify(named)).toContain(status);
    }
    await scene.quiet();
    expect(await findPostByUri(scene.here.app.instance.db, victim.id)).toBeUndefined();
  });
});

test("of a name said twice the one that was checked is the one that counts", async () => {
  const { mallory, alice } = scene;
  const twice = (name: string, first: string, second: string): string =>
    `{"id":"${mallory.uri}/twice/${name}","type":"Create","${name}":"${first}","${name}":"${second}","actor":"${mallory.uri}","object":{"id":"${alice.uri}/notes/x","type":"Note","attributedTo":"${mallory.uri}","attributedTo":"${alice.uri}","content":"x"}}`;
  await scene.harmless("names said twice", async () => {
    for (const body of [twice("actor", alice.uri, alice.uri), twice("x", "1", "2")]) {
      expect([202, 400, 401]).toContain((await sendText(body)).status);
    }
  });
});

test("bombs and endless bodies in what is fetched, and in what is sent", async () => {
  const { enemy } = scene;
  const bomb = gzipSync(Buffer.alloc(200 * MB));
  enemy.handlers.set("/bomb", (_, response) =>
    response
      .writeHead(200, { "content-type": "application/activity+json", "content-encoding": "gzip" })
      .end(bomb),
  );
  enemy.handlers.set("/endless", (_, response) => {
    response.writeHead(200, { "content-type": "application/activity+json" });
    const more = setInterval(() => response.write(Buffer.alloc(64 * 1024, " ")), 1);
    response.on("close", () => clearInterval(more));
  });
  enemy.handlers.set("/slow", (_, response) => {
    response.writeHead(200, { "content-type": "application/activity+json" });
    const more = setInterval(() => response.write(" "), 200);
    response.on("close", () => clearInterval(more));
  });
  await scene.harmless("bombs", async () => {
    const before = heldMb();
    const start = performance.now();
    for (const path of ["/bomb", "/endless", "/slow"]) {
      const { remote } = scene.here.app.instance;
      await expect(remote.fetchObject(`${enemy.origin}${path}`), path).rejects.toThrow();
    }
    expect(performance.now() - start).toBeLessThan(25_000);
    expect(heldMb() - before, "memory").toBeLessThan(150);
    const { status } = await sendText(JSON.stringify({ ...create(hello()), padding: " ".repeat(MB) }));
    expect(status).toBe(413);
  });
});

test("replies that answer replies without end are not followed", async () => {
  const { enemy, mallory } = scene;
  const at = (nth: number): string => `/thread/${nth}`;
  for (let nth = 0; nth < 300; nth++) {
    const id = `${enemy.origin}${at(nth)}`;
    enemy.documents.set(at(nth), {
      ...note(mallory, { content: "x" }),
      id,
      inReplyTo: `${enemy.origin}${at(nth + 1)}`,
    });
  }
  const asked = (): number => [...enemy.asked].filter(([path]) => path.startsWith("/thread/")).length;
  const answer = note(mallory, { content: "x", inReplyTo: `${enemy.origin}${at(0)}`, opinion: {} });
  await scene.harmless("threads", async () => {
    expect((await scene.post(mallory, create(answer))).status).toBe(202);
    await scene.post(
      mallory,
      activity(mallory, "Announce", caseNote(mallory, "network", { inReplyTo: answer.id }).id),
    );
    await scene.quiet();
  });
  expect(asked()).toBeGreaterThan(0);
  expect(asked()).toBeLessThan(5);
});

test("thousands of mentions, recipients and attachments cost little, and nobody is looked up for them", async () => {
  const { mallory, enemy, here } = scene;
  const dead = Array.from({ length: 5000 }, (_, nth) => `https://dead${nth}.example.invalid/users/x`);
  const crowded = note(mallory, {
    content: "<p>Hello all</p>",
    to: ["https://www.w3.org/ns/activitystreams#Public", ...dead],
    tag: dead.map((href) => ({ type: "Mention", href, name: "@x@dead.example.invalid" })),
    attachment: dead
      .slice(0, 500)
      .map((url) => ({ type: "Document", mediaType: "image/png", url, name: "x" })),
  });
  const start = performance.now();
  expect((await scene.post(mallory, create(crowded))).status).toBe(202);
  await scene.quiet();
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(await findPostByUri(here.app.instance.db, crowded.id)).toBeDefined();
  const [kept] = await here.app.instance.db.execute<{ n: number }>(
    "select (select count(*) from post_mentions)::int + (select count(*) from actors where host like 'dead%')::int as n",
  );
  expect(kept?.n).toBe(0);
  expect((await here.visitor().get(`${here.origin}/about`)).status).toBe(200);
  expect(enemy.asked.get("/users/mallory") ?? 0).toBeLessThan(10);
});
