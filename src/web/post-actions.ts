import { html } from "hono/html";
import { boostPost, unboostPost } from "#actions/boost-post.ts";
import { like, unlike } from "#actions/like.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import type { ActorId } from "#domain/ids.ts";
import { isForEveryone } from "#domain/post.ts";
import { boostedAmong } from "#store/boosts.ts";
import { likedAmong } from "#store/likes.ts";
import type { PostSummary } from "#store/post-summaries.ts";
import type { Html } from "#ui/html.ts";
import { postIdOf } from "./post-address.ts";
import type { WebApp, WebServices } from "./services.ts";

/** Liking a post and passing it on, and taking that back; each leads back to the post's page. */
export function postActionRoutes(app: WebApp, { instance }: WebServices): void {
  const acts = {
    like: (physician, id) => like(instance, physician, { kind: "post", id }),
    unlike: (physician, id) => unlike(instance, physician, { kind: "post", id }),
    boost: (physician, id) => boostPost(instance, physician, id),
    unboost: (physician, id) => unboostPost(instance, physician, id),
  } satisfies Record<
    string,
    (physician: ReturnType<typeof requirePhysician>, id: ReturnType<typeof postIdOf>) => Promise<void>
  >;
  for (const [name, act] of Object.entries(acts)) {
    app.post(`/posts/:id/${name}`, async (c) => {
      const id = postIdOf(c.req.param("id"));
      await act(requirePhysician(c.get("member")), id);
      return c.redirect(`/posts/${id}#post-${id}`, 303);
    });
  }
}

/** The buttons below a post, as far as this persona has used them. */
export async function postButtons(
  { instance: { db } }: WebServices,
  me: ActorId,
  post: PostSummary,
): Promise<Html> {
  const [liked, boosted] = await Promise.all([
    likedAmong(db, me, [post.id]),
    boostedAmong(db, me, [post.id]),
  ]);
  const button = (name: string, words: string): Html =>
    html`<form method="post" action="/posts/${post.id}/${name}">
      <button class="button quiet">${words}</button>
    </form>`;
  return html`<div class="row">
    ${liked.has(post.id) ? button("unlike", "Liked · take back") : button("like", "Like")}
    ${
      !isForEveryone(post.audience)
        ? ""
        : boosted.has(post.id)
          ? button("unboost", "Passed on · take back")
          : button("boost", "Pass on")
    }
  </div>`;
}
