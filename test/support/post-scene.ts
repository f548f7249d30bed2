import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { follow } from "#actions/follow.ts";
import { receiveFollowAnswer } from "#actions/receive-follow-answer.ts";
import { type NewPost, writePost } from "#actions/write-post.ts";
import type { ActorId, PostId } from "#domain/ids.ts";
import type { PostAudience } from "#domain/post.ts";
import { findPostByUri, type PostRow } from "#store/posts.ts";
import { eventually } from "./eventually.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "./instance.ts";
import { type RemoteActor, type RemoteServer, startRemoteServer } from "./remote-server.ts";

/** An institution with two physicians, and two other servers with three people, of whom heron follows alice. */
export interface PostScene {
  readonly here: TestInstance;
  readonly there: RemoteServer;
  readonly elsewhere: RemoteServer;
  /** On `there`, followed by heron. */
  readonly alice: RemoteActor;
  /** On `there`, followed by nobody. */
  readonly bob: RemoteActor;
  /** On `elsewhere`, followed by nobody. */
  readonly mallory: RemoteActor;
  readonly heron: SignedIn;
  readonly jay: SignedIn;
  /** Has heron follow somebody, who accepts it. */
  followed(actor: RemoteActor): Promise<ActorId>;
  /** Posts an activity to the shared inbox, which takes it. */
  send(server: RemoteServer, actor: RemoteActor, activity: object): Promise<void>;
  /** Waits until everything that was taken and that happened is worked off. */
  quiet(): Promise<void>;
  /** The post with this ActivityPub id, once it is here. */
  found(uri: string): Promise<PostRow>;
  /** The home page as this person sees it. */
  home(person: SignedIn): Promise<string>;
  onHome(person: SignedIn, words: string): Promise<void>;
  /** What was delivered of this type whose object is, or quotes, this address. */
  delivered(server: RemoteServer, type: string, object: string): Promise<Record<string, unknown>>;
  write(person: SignedIn, text: string, audience?: PostAudience, more?: Partial<NewPost>): Promise<PostId>;
  /** The ActivityPub id of a post from here. */
  uriOf(id: string): string;
  stop(): Promise<void>;
}

/** Sets it up; stop it at the end of the file. */
export async function createPostScene(): Promise<PostScene> {
  const [there, elsewhere] = await Promise.all([startRemoteServer("there"), startRemoteServer("elsewhere")]);
  const here = await startTestInstance({
    name: "northfield",
    allowOrigins: [there.origin, elsewhere.origin],
  });
  const { instance } = here.app;
  const [alice, bob, mallory, heron, jay] = await Promise.all([
    there.addActor("alice"),
    there.addActor("bob"),
    elsewhere.addActor("mallory"),
    here.signIn(),
    here.signIn(),
  ]);
  const home: PostScene["home"] = async ({ client }) => (await client.get(`${here.origin}/`)).text;
  const followed: PostScene["followed"] = async (actor) => {
    const id = await instance.remote.findActor(actor.uri);
    await follow(instance, heron.physician, id);
    await receiveFollowAnswer(instance, heron.physician.persona.actorId, id, "accept");
    return id;
  };
  await followed(alice);
  return {
    here,
    there,
    elsewhere,
    alice,
    bob,
    mallory,
    heron,
    jay,
    followed,
    async send(server, actor, activity) {
      expect(await server.post(actor, `${here.origin}/inbox`, activity)).toMatchObject({ status: 202 });
    },
    quiet: () =>
      eventually("nothing waits", async () => {
        const [row] = await instance.db.execute<{ n: number }>(
          sql`select count(*)::int as n from queue_messages where failed_at is null`,
        );
        expect(row?.n).toBe(0);
      }),
    found: (uri) =>
      eventually(`${uri} is here`, async () => {
        const post = await findPostByUri(instance.db, uri);
        if (post === undefined || post.removedAt !== null) throw new Error("not here");
        return post;
      }),
    home,
    onHome: (person, words) =>
      eventually(`${words} is on the home page`, async () => expect(await home(person)).toContain(words)),
    delivered: (server, type, object) =>
      eventually(`${type} of ${object}`, async () => {
        const one = server.delivered.find(
          ({ activity }) =>
            activity["type"] === type && JSON.stringify(activity["object"]).includes(JSON.stringify(object)),
        );
        if (one === undefined) throw new Error("not delivered");
        return one.activity;
      }),
    write: (person, text, audience = "public", more = {}) =>
      writePost(instance, person.physician, { text, audience, ...more }),
    uriOf: (id) => `${here.origin}/posts/${id}`,
    async stop() {
      await Promise.all([here.stop(), there.stop(), elsewhere.stop()]);
    },
  };
}
