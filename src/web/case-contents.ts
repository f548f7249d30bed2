import { html } from "hono/html";
import type { FormFields } from "#domain/case-draft.ts";
import { type ActorId, type CommentId, newId } from "#domain/ids.ts";
import type { Fault } from "#domain/refusal.ts";
import type { ActorSummary } from "#store/actor-summary.ts";
import type { CaseView } from "#store/cases.ts";
import type { CommentView } from "#store/comments.ts";
import type { OpinionView } from "#store/opinions.ts";
import { answerForm } from "#ui/answer-form.ts";
import { type AsChoice, asField } from "#ui/as-field.ts";
import { banner } from "#ui/banner.ts";
import { card } from "#ui/card.ts";
import { consensusChart } from "#ui/consensus.ts";
import { errorSummary } from "#ui/errors.ts";
import { textArea } from "#ui/field.ts";
import { type AnswerLink, hiddenOpinions } from "#ui/hidden-opinions.ts";
import { count, said } from "#ui/html.ts";
import type { Html } from "#ui/html.ts";
import { identifierWatch, keepIdentifiers } from "#ui/identifiers.ts";
import type { Island } from "#ui/layout.ts";
import { comment, opinion, opinionList } from "#ui/opinion.ts";
import type { PersonView } from "#ui/person.ts";
import { answerValues } from "./answer-values.ts";
import { caseParts } from "./case-parts.ts";
import { consensusBlock, poolsForPage } from "./consensus-block.ts";
import { photoView } from "./photos.ts";

/** How the reader stands to the case. */
export interface Access {
  /** `nameless`: a physician without a pseudonym yet. `staff`: a member who takes no part. */
  readonly kind: "visitor" | "nameless" | "staff" | "physician";
  /** Whether the opinions of others are shown. */
  readonly isOpen: boolean;
  /** All personas of the reader. */
  readonly own: readonly ActorId[];
  /** The personas that the reader may speak under in this case: one only, once it was used. */
  readonly as: AsChoice | undefined;
  readonly canAnswer: boolean;
  /** Whether an answer now would be given without having seen others. */
  readonly isBlind: boolean;
  /** It is their own, or they are an administrator here. */
  readonly canWithdraw: boolean;
  /** They are an administrator, and it is in a stream of this institution. */
  readonly canUnlist: boolean;
}

/** A form of the page that comes back: what was sent, and what is wrong with it. */
export interface ReturnedForm {
  readonly form: "answer" | "comment";
  readonly fields: FormFields;
  readonly faults: readonly Fault[];
}

export interface CaseContents {
  readonly view: CaseView;
  readonly opinions: readonly OpinionView[];
  readonly comments: readonly CommentView[];
  readonly access: Access;
  readonly returned: ReturnedForm | undefined;
  /** The reader has posted it just now. */
  readonly isPosted: boolean;
  readonly introduce: (actor: ActorSummary) => PersonView;
  readonly now: Date;
}

/** What stands on a case's page, and the islands that it needs. */
export function caseContents(contents: CaseContents): {
  readonly body: Html;
  readonly islands: readonly Island[];
} {
  const { view, access, returned, introduce, now } = contents;
  const isMember = access.kind !== "visitor";
  const parts = { ...view, author: introduce(view.author), photos: view.images.map(photoView) };
  const body = html`<div class="stack wide">
    ${contents.isPosted ? banner("done", "Posted. Colleagues can answer now; you will be notified.") : ""}
    ${errorSummary(returned?.faults ?? [])}
    <div class="columns">
      <article class="stack" aria-label="The case">
        ${caseParts(parts, now)} ${home(view)} ${access.canUnlist ? unlistForm(view) : ""}
        ${access.canWithdraw ? withdrawForm(view) : ""}
      </article>
      <div class="stack">
        <div>
          ${isMember ? live(view) : ""}
          <div class="stack" id="discussion">${access.isOpen ? open(contents) : hidden(contents)}</div>
        </div>
        ${access.canAnswer ? answer(contents) : ""}
        ${access.isOpen && access.kind === "physician" ? commentForm(view, access, returned) : ""}
      </div>
    </div>
  </div>`;
  return {
    body,
    islands: [
      ...(view.images.length > 0 ? ["gallery" as const] : []),
      ...(access.canAnswer ? ["differential" as const] : []),
      ...(access.kind === "physician" ? ["identifiers" as const] : []),
      ...(isMember ? ["live" as const] : []),
    ],
  };
}

const live = (view: CaseView): Html =>
  html`<consilium-live
    data-url="/cases/${view.id}/events"
    data-fragment="discussion"
    data-words="The opinions on this page have changed."
  ></consilium-live>`;

const home = (view: CaseView): Html | "" =>
  view.local
    ? ""
    : html`<p class="soft">
        This case comes from ${said(view.author.host)}.
        <a href="${view.url}" rel="external">See it there</a>
      </p>`;

const unlistForm = (view: CaseView): Html =>
  html`<details class="confirm">
    <summary>Take it out of the stream…</summary>
    <form class="stack tight" method="post" action="/cases/${view.id}/unlist">
      <p class="soft">
        The case stays, and whoever follows its author keeps it. Followers of the stream, here and elsewhere,
        do not see it there any more.
      </p>
      <p><button class="button danger">Take it out</button></p>
    </form>
  </details>`;

const withdrawForm = (view: CaseView): Html =>
  html`<details class="confirm">
    <summary>Withdraw this case…</summary>
    <form class="stack tight" method="post" action="/cases/${view.id}/withdraw">
      <p class="soft">
        It disappears here with everything that answers it. Every server that has it is asked to delete it,
        and institutions have to confirm that. It cannot be undone.
      </p>
      <p><button class="button danger">Withdraw it</button></p>
    </form>
  </details>`;

function hidden({ view, opinions, access }: CaseContents): Html {
  const page = `/cases/${view.id}`;
  return hiddenOpinions({
    opinions: opinions.length,
    look:
      access.kind === "visitor"
        ? { method: "get", url: `${page}?look` }
        : { method: "post", url: `${page}/look` },
    answer: answerLink(access, page),
  });
}

function answerLink(access: Access, page: string): AnswerLink | undefined {
  if (access.canAnswer) return { url: "#answer", words: "Answer first" };
  switch (access.kind) {
    case "visitor":
      return { url: `/sign-in?return-to=${encodeURIComponent(page)}`, words: "Sign in to answer" };
    case "nameless":
      return { url: "/welcome", words: "Pick a pseudonym to answer" };
    case "staff":
    case "physician":
      return undefined;
  }
}

function open({ view, opinions, comments, access, introduce, now }: CaseContents): Html {
  const own = opinions.find(({ author }) => access.own.includes(author.id));
  const asked = view.clinical.pooling;
  const { physicians, students } = poolsForPage(opinions, asked);
  const opinionCards = opinions.map((one) =>
    opinion({ ...one, author: introduce(one.author), yours: one === own }, now),
  );
  const commentCards = comments.map((one) => comment({ ...one, author: introduce(one.author) }, now));
  return html`${consensusBlock(physicians)}
  ${consensusChart(physicians, { yours: own?.body.differential[0], asked })}
  ${students.n === 0 ? "" : consensusChart(students, { asked, of: "students" })}
  ${card(
    { title: count(opinions.length, "opinion", "opinions").replace(/^no /u, "No "), id: "opinions" },
    opinions.length > 0
      ? opinionList(opinionCards)
      : html`<p class="soft">
          ${access.own.includes(view.author.id) ? "Nobody has answered your case yet." : "Nobody has answered yet."}
        </p>`,
  )}
  ${comments.length === 0 ? "" : card({ title: "Comments", id: "comments", note: "Discussion without a ranking; it does not count." }, opinionList(commentCards))}`;
}

function answer({ view, access, returned }: CaseContents): Html {
  const mine = returned?.form === "answer" ? returned : undefined;
  return answerForm({
    action: `/cases/${view.id}/answer`,
    blind: access.isBlind,
    terms: "/terms",
    faults: mine?.faults ?? [],
    as: chosenAgain(access, mine),
    ...(mine !== undefined && { values: answerValues(mine.fields) }),
  });
}

/** The choice as it was sent, when the form comes back. */
const chosenAgain = ({ as }: Access, mine: ReturnedForm | undefined): AsChoice | undefined =>
  as && { ...as, chosen: mine?.fields["as"] ?? as.chosen };

function commentForm(view: CaseView, access: Access, returned: ReturnedForm | undefined): Html {
  const mine = returned?.form === "comment" ? returned : undefined;
  return card(
    { title: "Add a comment", id: "add-a-comment" },
    html`<form class="stack" method="post" action="/cases/${view.id}/comment" novalidate>
      <input type="hidden" name="id" value="${mine?.fields["id"] ?? newId<CommentId>()}" />
      ${identifierWatch}
      ${textArea({ name: "comment", label: "Comment", hint: "A question back, or an answer to a colleague. Whoever sees the case sees it.", rows: 3, maxLength: 2000, required: true, faults: mine?.faults ?? [], value: mine?.fields["comment"] })}
      ${keepIdentifiers(mine?.faults ?? [])} ${asField(chosenAgain(access, mine))}
      <p><button class="button quiet">Add the comment</button></p>
    </form>`,
  );
}
