import { html } from "hono/html";
import { removePost } from "#actions/remove-post.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import { writePost } from "#actions/write-post.ts";
import { KEEP_FIELD } from "#domain/identifier.ts";
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
      { title: "Write a post", islands: ["identifiers"], faulty: status === 422 },
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
    back: (view: PostFormView) => Promise<Response>,
  ): Promise<Response> => {
    const physician = requirePhysician(c.get("member"));
    const form = await readForm(c);
    const [text, summary] = [formText(form, "text"), formText(form, "summary")];
    const chosen = POST_AUDIENCES.find((one) => one === formText(form, "audience"));
    try {
      const post = { text, summary, audience: required(chosen), inReplyTo };
      const identifiersKept = formText(form, KEEP_FIELD) === "yes";
      const id = await writePost(instance, physician, post, { identifiersKept });
      return c.redirect(doneAt(`/posts/${inReplyTo ?? id}#post-${id}`, "posted"), 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== "invalid") throw error;
      return back({ text, summary, audience: chosen ?? "direct", faults: error.faults });
    }
  };

  app.post("/posts", (c) => take(c, undefined, (view) => showForm(c, view, 422)));
  app.post("/posts/:id/reply", (c) => {
    const id = postIdOf(c.req.param("id"));
    return take(c, id, (view) => showPost(services, c, id, view));
  });
  app.post("/posts/:id/remove", async (c) => {
    const physician = requirePhysician(c.get("member"));
    await removePost(instance, physician, postIdOf(c.req.param("id")));
    return c.redirect(doneAt("/", "removed"), 303);
  });
}

function required(audience: PostAudience | undefined): PostAudience {
  if (audience === undefined) throw invalid("audience", `Choose one of ${POST_AUDIENCES.join(", ")}.`);
  return audience;
}
