import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { follow } from "#actions/follow.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { OBJECT_CONTEXT } from "#federation/vocabulary.ts";
import { findCase, findCaseIdByUri } from "#store/cases.ts";
import { actors } from "#store/schema/index.ts";
import { eventuallySome } from "#test/support/eventually.ts";
import { photo } from "#test/support/images.ts";
import { inboxQuiet } from "#test/support/inbox-quiet.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { caseNote, create } from "#test/support/remote-notes.ts";
import { type RemoteActor, type RemoteServer, startRemoteServer } from "#test/support/remote-server.ts";

const AS = "https://www.w3.org/ns/activitystreams";

let here: TestInstance;
let there: RemoteServer;
let elsewhere: RemoteServer;
let mallory: RemoteActor;
let heron: SignedIn;
let inbox: string;
let serial = 0;

beforeAll(async () => {
  [there, elsewhere] = await Promise.all([startRemoteServer("there"), startRemoteServer("elsewhere")]);
  here = await startTestInstance({ name: "northfield", allowOrigins: [there.origin, elsewhere.origin] });
  inbox = `${here.origin}/inbox`;
  [mallory, heron] = await Promise.all([elsewhere.addActor("mallory"), here.signIn()]);
  await setPeerTrust(here.app.instance, there.host, "trusted");
});
afterAll(() => Promise.all([here.stop(), there.stop(), elsewhere.stop()]));

const send = async (server: RemoteServer, actor: RemoteActor, activity: object): Promise<void> => {
  expect(await server.post(actor, inbox, activity)).toMatchObject({ status: 202 });
};

describe("announces", () => {
  test("of a stream that somebody here follows bring the case; of a blocked institution's none", async () => {
    const group = await there.addActor("dermatology", { type: "Group" });
    const { instance } = here.app;
    await follow(instance, heron.physician, await instance.remote.findActor(group.uri));
    const object = { "@context": OBJECT_CONTEXT, ...caseNote(mallory) };
    elsewhere.documents.set(new URL(object.id).pathname, object);
    const announce = (more: object) => ({
      "@context": AS,
      id: `${group.uri}/announces/${++serial}`,
      type: "Announce",
      actor: group.uri,
      object: object.id,
      ...more,
    });
    await setPeerTrust(instance, elsewhere.host, "blocked");
    await send(there, group, announce({}));
    await inboxQuiet(here);
    expect(await findCaseIdByUri(instance.db, object.id)).toBeUndefined();
    expect(elsewhere.asked.has(new URL(object.id).pathname)).toBe(false);

    await setPeerTrust(instance, elsewhere.host, "unknown");
    const other = { "@context": OBJECT_CONTEXT, ...caseNote(mallory) };
    elsewhere.documents.set(new URL(other.id).pathname, other);
    await send(there, group, announce({ object: create(other) }));
    await eventuallySome("the case is here", () => findCaseIdByUri(instance.db, other.id));
  });
});

describe("pictures", () => {
  /** A case of an actor at `there` with a picture at this address. */
  const withPicture = (author: RemoteActor, url: string) =>
    caseNote(author, "public", {
      attachment: [{ type: "Document", mediaType: "image/jpeg", url, name: "A ring", width: 64, height: 48 }],
    });
  const pictureOf = async (uri: string) => {
    const id = await eventuallySome("the case is here", () => findCaseIdByUri(here.app.instance.db, uri));
    const found = await findCase(here.app.instance.db, id, { kind: "member" });
    return found?.images[0]?.id ?? "";
  };
  const isKept = async (uri: string): Promise<boolean> =>
    (await here.app.instance.blobs.get(`${await pictureOf(uri)}/full`)) !== undefined;
  const jpeg = (server: RemoteServer, path: string, bytes: Uint8Array): void => {
    server.handlers.set(path, (_, response) => response.setHeader("content-type", "image/jpeg").end(bytes));
  };
  const redirect = (path: string, location: string): void => {
    there.handlers.set(path, (_, response) => response.writeHead(302, { location }).end());
  };

  test("are fetched where their own host moved them to, and from no other host", async () => {
    const author = await there.addActor("photographer");
    const { instance } = here.app;
    await follow(instance, heron.physician, await instance.remote.findActor(author.uri));
    const bytes = await photo(64, 48);
    jpeg(there, "/moved/ring.jpg", bytes);
    jpeg(elsewhere, "/ring.jpg", bytes);
    redirect("/media/ring.jpg", "/moved/ring.jpg");
    redirect("/media/abroad.jpg", `${elsewhere.origin}/ring.jpg`);
    redirect("/media/inside.jpg", "http://127.0.0.1:1/ring.jpg");
    redirect("/media/loop.jpg", "/media/loop.jpg");
    const [moved, abroad, inside, loop] = ["ring", "abroad", "inside", "loop"].map((name) =>
      withPicture(author, `${there.origin}/media/${name}.jpg`),
    );
    for (const object of [abroad, inside, loop, moved]) {
      if (object !== undefined) await send(there, author, create(object));
    }
    await eventuallySome("the picture is kept", () => isKept(moved?.id ?? ""));
    // What was refused is asked for once, the loop until it is one too many.
    await eventuallySome(
      "the loop was followed to its end",
      () => (there.asked.get("/media/loop.jpg") ?? 0) >= 4,
    );
    await eventuallySome(
      "the other pictures were asked for",
      () => there.asked.has("/media/abroad.jpg") && there.asked.has("/media/inside.jpg"),
    );
    for (const object of [abroad, inside, loop]) expect(await isKept(object?.id ?? "")).toBe(false);
    expect(elsewhere.asked.has("/ring.jpg")).toBe(false);
  });
});

describe("actors", () => {
  test("are found by handle, by id and by page, and their names are plain", async () => {
    const uri = `${there.origin}/users/dr-x`;
    await there.addActor("dr-x", {
      name: "Dr <b>X</b>\u202e",
      summary: "<p>Hello<img src=x onerror=y></p>",
      url: `${there.origin}/@dr-x`,
    });
    there.documents.set("/@dr-x", there.documents.get("/users/dr-x"));
    const { remote, db } = here.app.instance;
    const id = await remote.findActor(`@dr-x@${there.host}`);
    expect(await remote.findActor(uri)).toBe(id);
    expect(await remote.findActor(`${there.origin}/@dr-x`)).toBe(id);
    const [row] = await db.select().from(actors).where(eq(actors.id, id));
    expect(row).toMatchObject({
      uri,
      host: there.host,
      username: "dr-x",
      name: "Dr X",
      summary: "<p>Hello</p>",
    });
  });

  test.for([
    ["of another server", { id: "http://elsewhere.localhost:1/users/x" }],
    ["with an inbox elsewhere", { inbox: "http://elsewhere.localhost:1/inbox" }],
    ["that are notes", { type: "Note" }],
  ] as const)("none %s", async ([, changes]) => {
    const handle = `odd-${++serial}`;
    await there.addActor(handle, changes);
    await expect(here.app.instance.remote.findActor(`@${handle}@${there.host}`)).rejects.toThrow();
  });

  test("keep their handle, whoever else on their host claims it, until they give it up", async () => {
    const { remote, db } = here.app.instance;
    const [first, second] = [await there.addActor("earlier"), await there.addActor("later")];
    const [firstId, secondId] = [await remote.findActor(first.uri), await remote.findActor(second.uri)];
    const claim = async (actor: RemoteActor, preferredUsername: string): Promise<void> => {
      const path = new URL(actor.uri).pathname;
      there.documents.set(path, { ...Object(there.documents.get(path)), preferredUsername });
      await db
        .update(actors)
        .set({ fetchedAt: new Date(0) })
        .where(eq(actors.uri, actor.uri));
      await remote.findActor(actor.uri);
    };
    const handles = async () => {
      const rows = await db.select().from(actors).where(eq(actors.host, there.host));
      return [firstId, secondId].map((id) => rows.find((row) => row.id === id)?.username);
    };
    await claim(second, "earlier");
    await expect.poll(handles).toEqual(["earlier", secondId]);
    expect(await remote.findActor(`@earlier@${there.host}`)).toBe(firstId);
    await claim(first, "renamed");
    await expect.poll(handles).toEqual(["renamed", secondId]);
    await claim(second, "earlier");
    await expect.poll(handles).toEqual(["renamed", "earlier"]);
  });

  test("who claim one handle at once do not disturb each other", async () => {
    const { remote, db } = here.app.instance;
    const twins = await Promise.all(
      [1, 2, 3, 4].map((number) => there.addActor(`twin-${number}`, { preferredUsername: "twin" })),
    );
    const ids = await Promise.all(twins.map(({ uri }) => remote.findActor(uri)));
    expect(new Set(ids).size).toBe(4);
    const rows = await db.select().from(actors).where(eq(actors.host, there.host));
    expect(rows.filter(({ username }) => username === "twin")).toHaveLength(1);
  });

  test("who are not there are asked for once a minute", async () => {
    const uri = `${there.origin}/users/nobody`;
    const find = () => here.app.instance.remote.findActor(uri);
    await expect(find()).rejects.toMatchObject({ kind: "not-found" });
    await expect(find()).rejects.toMatchObject({ kind: "not-found" });
    expect(there.asked.get("/users/nobody")).toBe(1);
  });
});
