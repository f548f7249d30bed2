import { html } from "hono/html";
import { MAX_POST_CHARACTERS, MAX_SUMMARY_CHARACTERS, type PostAudience } from "#domain/post.ts";
import type { PostId } from "#domain/ids.ts";
import type { Fault } from "#domain/refusal.ts";
import { POST_AUDIENCE_WORDS } from "#domain/words.ts";
import { card } from "#ui/card.ts";
import { selectField, textArea, textField } from "#ui/field.ts";
import type { Html } from "#ui/html.ts";
import { identifierWatch, keepIdentifiers } from "#ui/identifiers.ts";

/** What a form to write a post shows. */
export interface PostFormView {
  /** The audience that is chosen. */
  readonly audience: PostAudience;
  readonly inReplyTo?: PostId | undefined;
  readonly text?: string | undefined;
  readonly summary?: string | undefined;
  readonly faults?: readonly Fault[] | undefined;
}

/** The form that writes an ordinary post, or answers one. */
export const postForm = (view: PostFormView): Html =>
  card(
    { title: view.inReplyTo === undefined ? "Write a post" : "Answer this post", id: "write" },
    html`<form
      class="stack"
      method="post"
      action="${view.inReplyTo === undefined ? "/posts" : `/posts/${view.inReplyTo}/reply`}"
      novalidate
    >
      ${identifierWatch}
      ${textArea({ name: "text", label: "Text", hint: "To anybody on the fediverse: nothing about a patient belongs here. @name@server names somebody, #word is a hashtag.", rows: 4, maxLength: MAX_POST_CHARACTERS, required: true, value: view.text, faults: view.faults })}
      ${textField({ name: "summary", label: "Content warning", optional: true, maxLength: MAX_SUMMARY_CHARACTERS, value: view.summary, faults: view.faults })}
      ${selectField({ name: "audience", label: "Who sees it", hint: view.inReplyTo === undefined ? undefined : "Never more than see what you answer.", value: view.audience, choices: Object.entries(POST_AUDIENCE_WORDS).map(([value, words]) => ({ value, words })) })}
      ${keepIdentifiers(view.faults ?? [])}
      <p><button class="button quiet">${view.inReplyTo === undefined ? "Post it" : "Answer"}</button></p>
    </form>`,
  );
