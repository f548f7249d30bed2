import { html } from "hono/html";
import { removePost } from "#actions/remove-post.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import { writePost } from "#actions/write-post.ts";
import type { PostId } from "#domain/ids.ts";
import { POST_AUDIENCES, type PostAudience } from "#domain/post.ts";
import { invalid, Refusal } from "#domain/refusal.ts";
import { errorSummary } from "#ui/errors.ts";
import { doneAt } from "./done.ts";
import { formText, readForm } from "./form.ts";
import { postIdOf } from "./post-address.ts";
import { postForm, type PostFormView } from "./post-form.ts";
import { showPost } from "./post-page.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";

/** What is sent from the forms of ordinary posts. */
export function postFormRoutes(app: WebApp, services: WebServices): void {
  const { instance } = services;

  const showForm = (c: WebContext, view: PostFormView, status: 200 | 422): Promise<Response> =>
    show(
      services,
      c,
      { title: "Write a post", faulty: status === 422 },
      html`<div class="narrow stack wide">
        ${errorSummary(view.faults ?? [])}
        <h1 class="hidden-text">Write a post</h1>
        ${postForm(view)}
      </div>`,
      status,
    );

  app.get("/write", (c) => {
    requirePhysician(c.get("member"));
    return showForm(c, { audience: "public" }, 200);
  });

  const take = async (
    c: WebContext,
    inReplyTo: PostId | undefined,
    back: (view: PostFormView & { readonly text: string }) => Promise<Response>,
  ): Promise<Response> => {
    const physician = requirePhysician(c.get("member"));
    const form = await readForm(c);
    const [text, summary] = [formText(form, "text"), formText(form, "summary")];
    try {
      const audience = readAudience(formText(form, "audience"));
      const id = await writePost(instance, physician, { text, summary, audience, inReplyTo });
      return c.redirect(doneAt(`/posts/${inReplyTo ?? id}#post-${id}`, "posted"), 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== "invalid") throw error;
      return back({ text, summary, audience: "public", faults: error.faults });
    }
  };

  app.post("/posts", (c) => take(c, undefined, (view) => showForm(c, view, 422)));
  app.post("/posts/:id/reply", (c) => {
    const id = postIdOf(c.req.param("id"));
    return take(c, id, ({ text, faults = [] }) => showPost(services, c, id, { text, faults }));
  });
  app.post("/posts/:id/remove", async (c) => {
    const physician = requirePhysician(c.get("member"));
    await removePost(instance, physician, postIdOf(c.req.param("id")));
    return c.redirect(doneAt("/", "removed"), 303);
  });
}

function readAudience(text: string): PostAudience {
  const audience = POST_AUDIENCES.find((one) => one === text);
  if (audience === undefined) throw invalid("audience", `Choose one of ${POST_AUDIENCES.join(", ")}.`);
  return audience;
}
