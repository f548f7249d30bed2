import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { startTestInstance, type TestInstance } from "./instance.ts";
import { type Answer, type RemoteActor, type RemoteServer, startRemoteServer } from "./remote-server.ts";

/** An institution that takes what is sent to it and works nothing off, so that it can be counted; and two other servers. */
export interface InboxScene {
  readonly here: TestInstance;
  readonly there: RemoteServer;
  readonly elsewhere: RemoteServer;
  /** On `there`. */
  readonly alice: RemoteActor;
  /** On `elsewhere`. */
  readonly mallory: RemoteActor;
  /** The shared inbox of `here`. */
  readonly inbox: string;
  /** The actor that everybody asks to follow. */
  readonly stream: string;
  /** A Follow by this actor, with another id each time. */
  follow(actor: RemoteActor, changes?: object): object;
  /** How much was kept of everything that was sent. */
  kept(): Promise<number>;
  /** Forgets what was taken. */
  clear(): Promise<void>;
  /** Expects that an answer refuses, says why, and that nothing was kept. */
  expectRefusal(answer: Answer, status: number, why: RegExp): Promise<void>;
  stop(): Promise<void>;
}

/** Sets it up; stop it at the end of the file. */
export async function createInboxScene(): Promise<InboxScene> {
  const [there, elsewhere] = await Promise.all([startRemoteServer("there"), startRemoteServer("elsewhere")]);
  const here = await startTestInstance({
    name: "northfield",
    allowOrigins: [there.origin, elsewhere.origin],
    config: { role: "web" },
  });
  const { db } = here.app.instance;
  const [alice, mallory] = await Promise.all([there.addActor("alice"), elsewhere.addActor("mallory")]);
  const stream = `${here.origin}/actors/dermatology`;
  let serial = 0;
  const kept: InboxScene["kept"] = async () => {
    const [row] = await db.execute<{ n: number }>(
      sql`select (select count(*) from queue_messages) + (select count(*) from received_activities)
        + (select count(*) from follows) as n`,
    );
    return Number(row?.n);
  };
  return {
    here,
    there,
    elsewhere,
    alice,
    mallory,
    inbox: `${here.origin}/inbox`,
    stream,
    follow: (actor, changes = {}) => ({
      "@context": "https://www.w3.org/ns/activitystreams",
      id: `${actor.uri}/follows/${++serial}`,
      type: "Follow",
      actor: actor.uri,
      object: stream,
      ...changes,
    }),
    kept,
    async clear() {
      await db.execute(sql`delete from queue_messages`);
    },
    async expectRefusal(answer, status, why) {
      expect(answer.text).toMatch(why);
      expect(answer.status).toBe(status);
      expect(await kept()).toBe(0);
    },
    async stop() {
      await Promise.all([here.stop(), there.stop(), elsewhere.stop()]);
    },
  };
}
