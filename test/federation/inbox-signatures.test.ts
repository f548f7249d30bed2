import { KeyObject } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createInboxScene, type InboxScene } from "#test/support/inbox-scene.ts";
import {
  type Covered,
  postRaw,
  type RemoteActor,
  type RemoteServer,
  sha256,
  signCavage,
  signRfc9421,
  strangeKey,
} from "#test/support/remote-server.ts";

let scene: InboxScene;
let there: RemoteServer;
let elsewhere: RemoteServer;
let alice: RemoteActor;
let mallory: RemoteActor;
let inbox: string;

beforeAll(async () => {
  scene = await createInboxScene();
  ({ there, elsewhere, alice, mallory, inbox } = scene);
});
afterAll(() => scene?.stop());
beforeEach(() => scene.clear());

const privateKey = (actor: RemoteActor): KeyObject => KeyObject.from(actor.keys.rsa.privateKey);

/** A request by the older draft, signed by alice, complete unless the test leaves something out. */
function cavage(
  body: string,
  { without = [], date = new Date() }: { without?: readonly string[]; date?: Date } = {},
) {
  const digest = `SHA-256=${sha256(body)}`;
  const parts: Covered = [
    ["(request-target)", "post /inbox"],
    ["host", new URL(inbox).host],
    ["date", date.toUTCString()],
    ["digest", digest],
  ];
  return {
    headers: { date: date.toUTCString(), digest },
    covered: parts.filter(([name]) => !without.includes(name)),
  };
}

function rfc9421(body: string, without: readonly string[] = []) {
  const digest = `sha-256=:${sha256(body)}:`;
  const parts: Covered = [
    ["@method", "POST"],
    ["@target-uri", inbox],
    ["content-digest", digest],
  ];
  return {
    headers: { "content-digest": digest },
    covered: parts.filter(([name]) => !without.includes(name)),
  };
}

describe("what holds is taken", () => {
  test.for(["rfc9421", "draft-cavage-http-signatures-12"] as const)("signed by %s", async (spec) => {
    expect(await there.post(alice, inbox, scene.follow(alice), { spec })).toMatchObject({ status: 202 });
    expect(await scene.kept()).toBe(1);
  });

  test("signed by hand, so that what is left out below is what makes the difference", async () => {
    const body = JSON.stringify(scene.follow(alice));
    const draft = cavage(body);
    const first = await postRaw(
      inbox,
      { ...draft.headers, signature: signCavage(privateKey(alice), alice.keyId, draft.covered) },
      body,
    );
    expect(first.status).toBe(202);
    const rfc = rfc9421(body);
    const second = await postRaw(
      inbox,
      { ...rfc.headers, ...signRfc9421(privateKey(alice), alice.keyId, rfc.covered) },
      body,
    );
    expect(second.status).toBe(202);
  });

  test("at the inbox of an actor", async () => {
    const answer = await there.post(alice, `${scene.stream}/inbox`, scene.follow(alice));
    expect(answer.status).toBe(202);
  });

  test("with a key that has a document of its own, which names its owner", async () => {
    const carol = await there.addActor("carol");
    const keyId = `${there.origin}/keys/carol`;
    const document = there.documents.get("/users/carol");
    there.documents.set("/users/carol", {
      ...(typeof document === "object" ? document : {}),
      publicKey: {
        id: keyId,
        owner: carol.uri,
        publicKeyPem: KeyObject.from(carol.keys.rsa.publicKey).export({ type: "spki", format: "pem" }),
      },
    });
    there.documents.set("/keys/carol", { id: keyId, owner: carol.uri, publicKeyPem: "not looked at" });
    expect((await there.post(carol, inbox, scene.follow(carol), { keyId })).status).toBe(202);
  });

  test("after the key was changed, with one look at the actor", async () => {
    const dora = await there.addActor("dora");
    expect((await there.post(dora, inbox, scene.follow(dora))).status).toBe(202);
    await there.rotate(dora);
    const before = there.asked.get("/users/dora") ?? 0;
    expect((await there.post(dora, inbox, scene.follow(dora))).status).toBe(202);
    expect(there.asked.get("/users/dora")).toBe(before + 1);
    // Junk in her name does not make us ask again and again.
    const body = JSON.stringify(scene.follow(dora));
    const { headers, covered } = rfc9421(body);
    for (let times = 0; times < 3; times++) {
      const junk = signRfc9421(strangeKey(), dora.keyId, covered);
      expect((await postRaw(inbox, { ...headers, ...junk }, body)).status).toBe(401);
    }
    expect(there.asked.get("/users/dora")).toBe(before + 1);
  });
});

describe("signatures that do not hold", () => {
  test("absent", async () => {
    const answer = await postRaw(inbox, {}, JSON.stringify(scene.follow(alice)));
    await scene.expectRefusal(answer, 401, /Sign the request/);
  });

  test("by another key", async () => {
    const body = JSON.stringify(scene.follow(alice));
    const { headers, covered } = rfc9421(body);
    const answer = await postRaw(
      inbox,
      { ...headers, ...signRfc9421(strangeKey(), alice.keyId, covered) },
      body,
    );
    await scene.expectRefusal(answer, 401, /does not hold/);
  });

  test.for(["rfc9421", "draft-cavage-http-signatures-12"] as const)("another body, %s", async (spec) => {
    const sentBody = JSON.stringify(scene.follow(alice));
    const answer = await there.post(alice, inbox, scene.follow(alice), { spec, sentBody });
    await scene.expectRefusal(answer, 401, /digest differs/);
  });

  test.for(["(request-target)", "host", "date", "digest"])("the draft without %s", async (left) => {
    const body = JSON.stringify(scene.follow(alice));
    const { headers, covered } = cavage(body, { without: [left] });
    const signature = signCavage(privateKey(alice), alice.keyId, covered);
    const answer = await postRaw(inbox, { ...headers, signature }, body);
    await scene.expectRefusal(answer, 401, /must cover/);
  });

  test.for(["@method", "@target-uri", "content-digest"])("RFC 9421 without %s", async (left) => {
    const body = JSON.stringify(scene.follow(alice));
    const { headers, covered } = rfc9421(body, [left]);
    const signature = signRfc9421(privateKey(alice), alice.keyId, covered);
    await scene.expectRefusal(await postRaw(inbox, { ...headers, ...signature }, body), 401, /must cover/);
  });

  test("made for another address", async () => {
    const body = JSON.stringify(scene.follow(alice));
    const { headers, covered } = rfc9421(body);
    const moved: Covered = covered.map(([name, value]) => [
      name,
      name === "@target-uri" ? "https://other.example/inbox" : value,
    ]);
    const signature = signRfc9421(privateKey(alice), alice.keyId, moved);
    await scene.expectRefusal(await postRaw(inbox, { ...headers, ...signature }, body), 401, /does not hold/);
  });

  test.for([-61, 61])("dated %d minutes from now", async (minutes) => {
    const body = JSON.stringify(scene.follow(alice));
    const date = new Date(Date.now() + minutes * 60_000);
    const draft = cavage(body, { date });
    const old = await postRaw(
      inbox,
      { ...draft.headers, signature: signCavage(privateKey(alice), alice.keyId, draft.covered) },
      body,
    );
    await scene.expectRefusal(old, 401, /more than an hour/);
    const rfc = rfc9421(body);
    const created = Math.floor(date.getTime() / 1000);
    const signature = signRfc9421(privateKey(alice), alice.keyId, rfc.covered, { created });
    await scene.expectRefusal(
      await postRaw(inbox, { ...rfc.headers, ...signature }, body),
      401,
      /within an hour/,
    );
  });

  test("expired", async () => {
    const body = JSON.stringify(scene.follow(alice));
    const { headers, covered } = rfc9421(body);
    const parameters = `;expires=${Math.floor(Date.now() / 1000) - 10}`;
    const signature = signRfc9421(privateKey(alice), alice.keyId, covered, { parameters });
    await scene.expectRefusal(await postRaw(inbox, { ...headers, ...signature }, body), 401, /expired/);
  });

  test.for([`;alg="hmac-sha256"`, `;alg="ed25519"`, `;alg="ecdsa-p256-sha256"`, `;alg="none"`])(
    "under another algorithm's name: %s",
    async (parameters) => {
      const body = JSON.stringify(scene.follow(alice));
      const { headers, covered } = rfc9421(body);
      const signature = signRfc9421(privateKey(alice), alice.keyId, covered, { parameters });
      await scene.expectRefusal(
        await postRaw(inbox, { ...headers, ...signature }, body),
        401,
        /does not hold/,
      );
    },
  );

  test("a second signature beside, that covers nothing", async () => {
    const body = JSON.stringify(scene.follow(alice));
    const { headers, covered } = rfc9421(body);
    const good = signRfc9421(strangeKey(), alice.keyId, covered);
    const weak = signRfc9421(privateKey(alice), alice.keyId, [["@method", "POST"]]);
    const both = {
      "signature-input": `${good["signature-input"]}, ${weak["signature-input"]?.replace("sig1", "sig2")}`,
      signature: `${good["signature"]}, ${weak["signature"]?.replace("sig1", "sig2")}`,
    };
    await scene.expectRefusal(await postRaw(inbox, { ...headers, ...both }, body), 401, /one signature/);
  });

  test("a parameter said twice, once for us and once for the signature", async () => {
    const body = JSON.stringify(scene.follow(alice));
    const { headers, covered } = cavage(body);
    const weak = signCavage(privateKey(alice), alice.keyId, [["date", headers.date]]);
    const names = covered.map(([name]) => name).join(" ");
    const signature = `headers="${names}",${weak}`;
    await scene.expectRefusal(await postRaw(inbox, { ...headers, signature }, body), 401, /not one of/);
  });
});

describe("keys", () => {
  const asMallory = async (keyId: string, activity: object): Promise<{ status: number; text: string }> =>
    elsewhere.post(mallory, inbox, activity, { keyId });

  test("a key document on one host that names an owner on another", async () => {
    const keyId = `${elsewhere.origin}/keys/stolen`;
    elsewhere.documents.set("/keys/stolen", {
      id: keyId,
      owner: alice.uri,
      publicKeyPem: KeyObject.from(mallory.keys.rsa.publicKey).export({ type: "spki", format: "pem" }),
    });
    await scene.expectRefusal(await asMallory(keyId, scene.follow(alice)), 401, /cannot be had/);
  });

  test("a key document on the actor's host that the actor does not list", async () => {
    const keyId = `${there.origin}/uploads/key`;
    there.documents.set("/uploads/key", {
      id: keyId,
      owner: alice.uri,
      publicKeyPem: KeyObject.from(mallory.keys.rsa.publicKey).export({ type: "spki", format: "pem" }),
    });
    await scene.expectRefusal(await asMallory(keyId, scene.follow(alice)), 401, /cannot be had/);
  });

  test("a key on the actor's host that redirects to another host", async () => {
    const keyId = `${there.origin}/away`;
    there.handlers.set("/away", (_request, response) => {
      response.writeHead(302, { location: `${elsewhere.origin}/users/mallory` }).end();
    });
    await scene.expectRefusal(await asMallory(keyId, scene.follow(alice)), 401, /cannot be had/);
  });

  test("an actor's document that lists a key of another owner", async () => {
    await elsewhere.addActor("trickster", {
      publicKey: {
        id: `${elsewhere.origin}/users/trickster#main-key`,
        owner: alice.uri,
        publicKeyPem: KeyObject.from(mallory.keys.rsa.publicKey).export({ type: "spki", format: "pem" }),
      },
    });
    const keyId = `${elsewhere.origin}/users/trickster#main-key`;
    await scene.expectRefusal(await asMallory(keyId, scene.follow(alice)), 401, /cannot be had/);
  });

  test.for([
    ["drips", "/keys/drips"],
    ["never ends", "/keys/endless"],
    ["is no document", "/keys/missing"],
  ] as const)("a key that %s costs seconds at most", async ([, path]) => {
    there.handlers.set("/keys/drips", (_request, response) => {
      response.writeHead(200, { "content-type": "application/activity+json" });
      const timer = setInterval(() => response.write(" "), 200);
      response.on("close", () => clearInterval(timer));
    });
    there.handlers.set("/keys/endless", (_request, response) => {
      response.writeHead(200, { "content-type": "application/activity+json" });
      const write = (): void => {
        while (response.write(" ".repeat(65_536)));
      };
      response.on("drain", write);
      write();
    });
    const begun = performance.now();
    const answer = await asMallory(`${there.origin}${path}`, scene.follow(alice));
    expect(performance.now() - begun).toBeLessThan(8000);
    await scene.expectRefusal(answer, 401, /cannot be had/);
    // Asked again at once, it costs nothing.
    const again = performance.now();
    expect((await asMallory(`${there.origin}${path}`, scene.follow(alice))).status).toBe(401);
    expect(performance.now() - again).toBeLessThan(1000);
  });
});
