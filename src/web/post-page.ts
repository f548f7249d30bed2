import { html } from "hono/html";
import type { PostId } from "#domain/ids.ts";
import { isForEveryone } from "#domain/post.ts";
import { notFound } from "#domain/refusal.ts";
import { findPost, findThread, listTaggedPosts } from "#store/post-summaries.ts";
import { empty } from "#ui/empty.ts";
import { errorSummary } from "#ui/errors.ts";
import { said } from "#ui/html.ts";
import type { Html } from "#ui/html.ts";
import { postCard } from "#ui/post-card.ts";
import { doneBanner } from "./done.ts";
import { postButtons } from "./post-actions.ts";
import { postIdOf } from "./post-address.ts";
import { pageLinks, pageOf } from "./pages.ts";
import { postCards } from "./post-cards.ts";
import { postForm, type PostFormView } from "./post-form.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";
import { physicianOf, postReaderOf } from "./viewer.ts";

/** The pages of an ordinary post, with what it answers and what answers it, and of a hashtag. */
export function postPageRoutes(app: WebApp, services: WebServices): void {
  const { instance } = services;
  app.get("/posts/:id", (c) => showPost(services, c, postIdOf(c.req.param("id"))));

  app.get("/tags/:tag", async (c) => {
    const tag = c.req.param("tag").normalize("NFC").toLowerCase();
    const list = await listTaggedPosts(instance.db, tag, postReaderOf(c), pageOf(c));
    const cards = await postCards(
      services,
      list.items.map((post) => ({ post })),
    );
    const now = instance.clock();
    return show(
      services,
      c,
      { title: `#${tag}` },
      html`<div class="narrow stack wide">
        <h1>${said(`#${tag}`)}</h1>
        ${
          cards.length === 0
            ? empty({
                title: "No posts to show",
                words: "Posts with this hashtag appear here.",
                drawing: "search",
              })
            : html`<ul class="stack posts">
                ${cards.map((card) => html`<li>${postCard(card, now)}</li>`)}
              </ul>`
        }
        ${pageLinks(c, list)}
      </div>`,
    );
  });
}

/**
 * Answers with a post's page as this reader may see it, with the reply that came back filled in again.
 *
 * @throws Refusal not-found where there is none for this reader
 */
export async function showPost(
  services: WebServices,
  c: WebContext,
  id: PostId,
  returned?: PostFormView,
): Promise<Response> {
  const { instance } = services;
  const reader = postReaderOf(c);
  const post = await findPost(instance.db, id, reader);
  if (post === undefined) throw notFound("post");
  const { ancestors, descendants } = await findThread(instance.db, post, reader);
  const cards = await postCards(
    services,
    [...ancestors, post, ...descendants].map((one) => ({ post: one })),
  );
  const now = instance.clock();
  const me = physicianOf(c)?.persona.actorId;
  const buttons = me === undefined ? "" : await postButtons(services, me, post);
  if (post.local) c.header("link", `<${post.uri}>; rel="alternate"; type="application/activity+json"`);
  return show(
    services,
    c,
    {
      title: `Post of ${post.author.name}`,
      islands: ["identifiers"],
      faulty: returned !== undefined,
      ...(post.local && isForEveryone(post.audience) && { activity: post.uri }),
      ...(!post.local && { canonical: post.url }),
    },
    html`<div class="narrow stack wide">
      ${doneBanner(c)} ${errorSummary(returned?.faults ?? [])}
      <h1 class="hidden-text">A post and its thread</h1>
      <ol class="stack posts">
        ${cards.map(
          (card) =>
            html`<li ${card.id === id ? html` aria-current="true"` : ""}>
              ${postCard(card, now)} ${card.id === id ? buttons : ""}
              ${card.id === id && me !== undefined && post.author.id === me ? removeForm(id) : ""}
            </li>`,
        )}
      </ol>
      ${me === undefined ? "" : postForm({ audience: post.audience, inReplyTo: id, ...returned })}
    </div>`,
    returned === undefined ? 200 : 422,
  );
}

const removeForm = (id: PostId): Html =>
  html`<details>
    <summary>Remove this post</summary>
    <form class="stack" method="post" action="/posts/${id}/remove">
      <p>
        It disappears here, and every server that has it is asked to delete its copy. That cannot be undone.
      </p>
      <p><button class="button danger">Remove it</button></p>
    </form>
  </details>`;
