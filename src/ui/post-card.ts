import { html, raw } from "hono/html";
import type { PostAudience } from "#domain/post.ts";
import { POST_AUDIENCE_WORDS } from "#domain/words.ts";
import { chip } from "./chips.ts";
import { count, said } from "./html.ts";
import type { Html } from "./html.ts";
import type { PersonView } from "./person.ts";
import { thumbnail } from "./photo.ts";
import type { PhotoView } from "./photo.ts";
import { when } from "./when.ts";
import { who } from "./who.ts";

/** An ordinary post as a list or a thread shows it. */
export interface PostCardView {
  /** Its place on the page is `#post-ID`. */
  readonly id: string;
  readonly url: string;
  readonly author: PersonView;
  /** Who passed it on. */
  readonly boostedBy?: PersonView | undefined;
  readonly audience: PostAudience;
  /** HTML that was sanitised when it came in, or made here. */
  readonly content: string;
  /** The content warning; empty where there is none. */
  readonly summary: string;
  readonly language: string | null;
  readonly photos: readonly PhotoView[];
  /** What comes with it and cannot be shown here: a film, a sound, a picture that is not here. */
  readonly elsewhere: number;
  /** The page for people at its home; absent for one that was written here. */
  readonly homeUrl?: string | undefined;
  readonly publishedAt: Date;
  readonly editedAt: Date | null;
  readonly replies: number;
}

/** Quieter than a case: who, when, the text, pictures below it. What is behind a warning opens by a click. */
export function postCard(view: PostCardView, now: Date): Html {
  return html`<article class="post" id="post-${view.id}" aria-label="Post of ${view.author.pseudonym}">
    ${view.boostedBy === undefined ? "" : html`<p class="soft boosted">Passed on by <a href="${view.boostedBy.url}">${said(view.boostedBy.pseudonym)}</a></p>`}
    <header class="row apart">
      ${who(view.author, html`<a href="${view.url}">${when(view.publishedAt, now)}</a>${view.editedAt === null ? "" : html` · edited`}`)}
      ${view.audience === "public" ? "" : chip(POST_AUDIENCE_WORDS[view.audience])}
    </header>
    ${
      view.summary === ""
        ? text(view)
        : html`<details>
            <summary dir="auto">${view.summary}</summary>
            ${text(view)}
          </details>`
    }
    <p class="row soft">
      <a href="${view.url}">${view.replies === 0 ? "Open" : count(view.replies, "answer", "answers")}</a>
      ${view.elsewhere === 0 ? "" : html`<span>${count(view.elsewhere, "attachment", "attachments")} at its home</span>`}
      ${view.homeUrl === undefined ? "" : html`<a href="${view.homeUrl}" rel="external noopener nofollow">See it there</a>`}
    </p>
  </article>`;
}

const text = (view: PostCardView): Html =>
  html`<div
      class="said stack tight"
      dir="auto"
      ${view.language === null ? "" : html` lang="${view.language}"`}
    >
      ${raw(view.content)}
    </div>
    ${
      view.photos.length === 0
        ? ""
        : html`<ul class="post-photos">
            ${view.photos.map((photo) => html`<li><a href="${photo.url}">${thumbnail(photo)}</a></li>`)}
          </ul>`
    }`;
