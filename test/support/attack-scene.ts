import { once } from "node:events";
import { createServer } from "node:http";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { follow } from "#actions/follow.ts";
import { receiveFollowAnswer } from "#actions/receive-follow-answer.ts";
import { findPostByUri } from "#store/posts.ts";
import { eventually } from "./eventually.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "./instance.ts";
import { rawRequest } from "./raw-request.ts";
import { create, note } from "./remote-notes.ts";
import { type Answer, type RemoteActor, type RemoteServer, startRemoteServer } from "./remote-server.ts";

/** An institution, a server that means it harm, one that does not, and something inside that nobody may reach. */
export interface AttackScene {
  readonly here: TestInstance;
  readonly enemy: RemoteServer;
  /** On `enemy`; heron follows him, as one follows anybody. */
  readonly mallory: RemoteActor;
  readonly friend: RemoteServer;
  /** On `friend`, followed by heron. */
  readonly alice: RemoteActor;
  readonly heron: SignedIn;
  /** A service on this machine that is in nobody's list. */
  readonly inside: { readonly port: number; readonly asked: () => number };
  post(actor: RemoteActor, activity: object): Promise<Answer>;
  /** Waits until everything that was taken has been tried. */
  quiet(): Promise<void>;
  /**
   * Does something that must do no harm: no row of any content is written, nothing inside is asked, and afterwards the
   * instance shows its pages and takes what others send within its usual time.
   */
  harmless(what: string, attack: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

const TABLES = [
  "cases",
  "case_images",
  "opinions",
  "comments",
  "posts",
  "post_attachments",
  "boosts",
  "likes",
  "follows",
  "feed_entries",
  "notifications",
  "recalls",
];
const USUAL_MS = 10_000;

/** Sets it up; stop it at the end of the file. */
export async function createAttackScene(): Promise<AttackScene> {
  const [enemy, friend] = await Promise.all([startRemoteServer("enemy"), startRemoteServer("friend")]);
  const here = await startTestInstance({ name: "northfield", allowOrigins: [enemy.origin, friend.origin] });
  const { instance } = here.app;
  let asked = 0;
  const inside = createServer((_, response) => {
    asked++;
    response.setHeader("content-type", "application/activity+json").end("{}");
  });
  inside.listen(0, "127.0.0.1");
  await once(inside, "listening");
  const address = inside.address();
  if (address === null || typeof address === "string") throw new Error("Nothing listens inside");
  const [mallory, alice, heron] = await Promise.all([
    enemy.addActor("mallory"),
    friend.addActor("alice"),
    here.signIn(),
  ]);
  for (const actor of [mallory, alice]) {
    const id = await instance.remote.findActor(actor.uri);
    await follow(instance, heron.physician, id);
    await receiveFollowAnswer(instance, heron.physician.persona.actorId, id, "accept");
  }
  const serverOf = (actor: RemoteActor): RemoteServer => (actor === alice ? friend : enemy);
  const post: AttackScene["post"] = (actor, activity) =>
    serverOf(actor).post(actor, `${here.origin}/inbox`, activity);
  const quiet: AttackScene["quiet"] = () =>
    eventually(
      "everything was tried",
      async () => {
        const rows = await instance.db.execute(
          sql`select from queue_messages where failed_at is null and (attempts = 0 or locked_until is not null)`,
        );
        expect(rows.length).toBe(0);
      },
      40_000,
    );
  const rows = async (): Promise<Record<string, unknown>> => {
    const counts = TABLES.map(
      (table) => sql`(select count(*)::int from ${sql.identifier(table)}) as ${sql.identifier(table)}`,
    );
    const [found] = await instance.db.execute(sql`select ${sql.join(counts, sql`, `)}`);
    return { ...found };
  };
  const serves = async (): Promise<void> => {
    const start = performance.now();
    expect((await rawRequest(here, "/about")).status).toBe(200);
    const hello = note(alice, { content: "<p>Good morning</p>" });
    expect((await post(alice, create(hello))).status).toBe(202);
    await eventually("what others send arrives", async () =>
      expect(await findPostByUri(instance.db, hello.id)).toBeDefined(),
    );
    await quiet();
    expect(performance.now() - start, "it serves in its usual time").toBeLessThan(USUAL_MS);
  };
  return {
    here,
    enemy,
    mallory,
    friend,
    alice,
    heron,
    inside: { port: address.port, asked: () => asked },
    post,
    quiet,
    async harmless(what, attack) {
      await quiet();
      const [before, askedBefore] = [await rows(), asked];
      await attack();
      await quiet();
      expect(await rows(), what).toEqual(before);
      expect(asked, `${what}: nothing inside was asked`).toBe(askedBefore);
      await serves();
    },
    async stop() {
      await Promise.all([here.stop(), enemy.stop(), friend.stop()]);
      inside.close();
      inside.closeAllConnections();
    },
  };
}
