import { html } from "hono/html";
import { checkTexts } from "#actions/check-texts.ts";
import { discardDraft } from "#actions/discard-draft.ts";
import { draftTexts } from "#actions/draft-texts.ts";
import { openCase } from "#actions/open-case.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import { rewriteDraftText } from "#actions/rewrite-draft-text.ts";
import type { Audience } from "#domain/audience.ts";
import { caseContent } from "#domain/case-content.ts";
import { caseLinks } from "#domain/case-links.ts";
import type { ClinicalCase } from "#domain/case.ts";
import { type DraftId, type ImageId, parseId } from "#domain/ids.ts";
import { KEEP_FIELD, type TextIdentifier } from "#domain/identifier.ts";
import type { CaseImage } from "#domain/image.ts";
import type { Physician } from "#domain/member.ts";
import { type Fault, notFound } from "#domain/refusal.ts";
import { type DraftRow, findDraft } from "#store/drafts.ts";
import { listPeers, type PeerRow } from "#store/peers.ts";
import { asField } from "#ui/as-field.ts";
import { banner } from "#ui/banner.ts";
import { card } from "#ui/card.ts";
import { errorSummary } from "#ui/errors.ts";
import { checkbox } from "#ui/field.ts";
import { count, listed, said } from "#ui/html.ts";
import type { Html } from "#ui/html.ts";
import { identifierList } from "#ui/identifiers.ts";
import { draftPicture } from "./ask-values.ts";
import { caseParts } from "./case-parts.ts";
import { formLimit, formText, readForm } from "./form.ts";
import { photoAt } from "./photos.ts";
import { pictureResponse } from "./picture-response.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";

/** A draft without faults. */
interface ReadyDraft extends DraftRow {
  readonly clinical: ClinicalCase;
  readonly audience: Audience;
}

const isReady = (draft: DraftRow): draft is ReadyDraft => draft.clinical !== null && draft.audience !== null;

/** Where what was found stands on the page. */
const FOUND_ID = "found";

/** What the author has to decide before the draft can be posted, and has not. */
function undecided(draft: ReadyDraft, decided: (field: string) => boolean): Fault[] {
  const found = checkTexts(draftTexts(draft));
  return [
    ...(draft.audience === "public" && !decided("confirm-public")
      ? [
          {
            field: "confirm-public",
            message: "Confirm that everyone may see the case, or change who may see it.",
          },
        ]
      : []),
    ...(found.length > 0 && !decided(KEEP_FIELD)
      ? [
          {
            field: KEEP_FIELD,
            message: "Change what may identify the patient, or say that it identifies nobody.",
          },
        ]
      : []),
  ];
}

/** How many of the institutions that get a case are named. */
const NAMED = 12;

/** Asking, the second step: exactly what leaves, and posting it or throwing it away. */
export function askPreviewRoutes(app: WebApp, services: WebServices): void {
  const { instance } = services;
  const small = formLimit(64 * 1024, "The form is too large.");
  const idOf = (text: string): DraftId => {
    const id = parseId<DraftId>(text);
    if (id === undefined) throw notFound("draft");
    return id;
  };

  app.get("/ask/:draft", async (c) => {
    const physician = requirePhysician(c.get("member"), c.req.query("as"));
    const draft = await findDraft(
      instance.db,
      idOf(c.req.param("draft")),
      physician.accountId,
      instance.clock(),
    );
    if (draft === undefined) throw notFound("draft");
    if (!isReady(draft)) return c.redirect(`/ask?draft=${draft.id}`, 303);
    return preview(services, c, physician, draft);
  });

  app.post("/ask/:draft/post", small, async (c) => {
    const form = await readForm(c);
    const physician = requirePhysician(c.get("member"), formText(form, "as"));
    const id = idOf(c.req.param("draft"));
    const decided = (field: string): boolean => formText(form, field) === "yes";
    const draft = await findDraft(instance.db, id, physician.accountId, instance.clock());
    if (draft !== undefined && isReady(draft)) {
      const faults = undecided(draft, decided);
      if (faults.length > 0) return preview(services, c, physician, draft, faults);
    }
    const posted = await openCase(instance, physician, id, { identifiersKept: decided(KEEP_FIELD) });
    return c.redirect(`/cases/${posted}?posted`, 303);
  });

  app.post("/ask/:draft/rewrite", small, async (c) => {
    const physician = requirePhysician(c.get("member"));
    const id = idOf(c.req.param("draft"));
    const form = await readForm(c);
    await rewriteDraftText(instance, physician, id, {
      field: formText(form, "field"),
      start: Number(formText(form, "start")),
      found: formText(form, "found"),
      rewrite: formText(form, "rewrite"),
    });
    return c.redirect(`/ask/${id}#${FOUND_ID}`, 303);
  });

  app.post("/ask/:draft/discard", async (c) => {
    await discardDraft(instance, requirePhysician(c.get("member")), idOf(c.req.param("draft")));
    return c.redirect("/ask?discarded", 303);
  });

  const picture = async (c: WebContext, size: "full" | "thumbnail"): Promise<Response> => {
    const { accountId } = requirePhysician(c.get("member"));
    const draft = await findDraft(instance.db, idOf(c.req.param("draft") ?? ""), accountId, instance.clock());
    const id = draft?.images.find((image) => image.id === parseId<ImageId>(c.req.param("image") ?? ""))?.id;
    const image = draft && id && (await instance.drafts.open(id, draft.key));
    if (image === undefined) throw notFound("picture");
    return pictureResponse(c, { bytes: image[size], mediaType: image.mediaType }, `${id}-${size}`, "private");
  };
  app.get("/ask/:draft/pictures/:image", (c) => picture(c, "full"));
  app.get("/ask/:draft/pictures/:image/thumbnail", (c) => picture(c, "thumbnail"));
}

async function preview(
  services: WebServices,
  c: WebContext,
  physician: Physician,
  draft: ReadyDraft,
  faults: readonly Fault[] = [],
): Promise<Response> {
  const { instance } = services;
  const now = instance.clock();
  const { persona, verified } = physician;
  const parts = {
    clinical: draft.clinical,
    audience: draft.audience,
    author: {
      pseudonym: persona.pseudonym,
      handle: `${persona.handle}@${new URL(instance.config.origin).host}`,
      url: `/@${persona.handle}`,
      institution: instance.config.institutionName,
      verified: { profession: verified.profession, specialty: verified.specialty },
    },
    photos: draft.images.map((image) => photoAt(draftPicture(draft.id, image.id), image)),
    publishedAt: now,
  };
  const found = checkTexts(draftTexts(draft));
  const trusted = (await listPeers(instance.db)).filter((peer) => peer.trust === "trusted");
  return show(
    services,
    c,
    { title: "Look it over", current: "ask", islands: ["gallery"], faulty: faults.length > 0 },
    html`<div class="stack wide">
      ${errorSummary(faults)}
      ${banner("note", "Nothing is posted yet. This is all that will be seen, as it will be seen.")}
      <div class="columns">
        <div class="stack">${caseParts(parts, now)}</div>
        <div class="stack">
          ${underWhichName(draft, physician)} ${whatWasFound(draft.id, found)}
          ${whoGetsIt(draft, physician, trusted, found, faults)} ${whatLeaves(draft, instance.config.origin)}
        </div>
      </div>
    </div>`,
    faults.length > 0 ? 422 : 200,
  );
}

/** Another of the physician's pseudonyms: the page comes again as it will be seen then. */
const underWhichName = (draft: ReadyDraft, { persona, personas }: Physician): Html | "" =>
  personas.length < 2
    ? ""
    : card(
        { title: "Under which name", id: "under-which-name" },
        html`<form class="stack" method="get" action="/ask/${draft.id}">
          ${asField({ chosen: persona.handle, personas })}
          <p><button class="button quiet">Show it under this pseudonym</button></p>
        </form>`,
      );

const whatWasFound = (id: DraftId, found: readonly TextIdentifier[]): Html =>
  card(
    {
      title: "What may identify the patient",
      id: FOUND_ID,
      note: "Found by rules in the words of the case. They miss some: read it once more yourself.",
    },
    found.length === 0
      ? html`<p>Nothing was found in the words.</p>`
      : identifierList(found, `/ask/${id}/rewrite`),
  );

const whoGetsIt = (
  draft: ReadyDraft,
  { persona }: Physician,
  trusted: readonly PeerRow[],
  found: readonly TextIdentifier[],
  faults: readonly Fault[],
): Html =>
  card(
    { title: "Who gets it", id: "who-gets-it" },
    html`<p>${reach(draft.audience, trusted)}</p>
      <form class="stack" method="post" action="/ask/${draft.id}/post">
        ${asField({ chosen: persona.handle, personas: [persona] })}
        ${
          draft.audience === "public"
            ? checkbox({
                name: "confirm-public",
                label: "I know that this cannot be taken back from everyone",
                hint: "Anyone can copy a public case, and other servers keep what they got.",
                checked: false,
                faults,
              })
            : ""
        }
        ${
          found.length === 0
            ? ""
            : checkbox({
                name: KEEP_FIELD,
                label: "What was found above identifies nobody",
                hint: "That you decided so is kept with the case, here only.",
                checked: false,
                faults,
              })
        }
        <button class="button wide">Post the case</button>
      </form>
      <div class="row">
        <a class="button quiet" href="/ask?draft=${draft.id}">Change it</a>
        <form method="post" action="/ask/${draft.id}/discard">
          <button class="button plain">Throw it away</button>
        </form>
      </div>
      <p class="soft">
        An emergency? Call your local emergency number: nobody here answers within minutes. A draft is thrown
        away by itself after a day.
      </p>`,
  );

function reach(audience: Audience, trusted: readonly PeerRow[]): Html {
  switch (audience) {
    case "institution":
      return html`Verified colleagues of this institution. Nothing leaves the house.`;
    case "network": {
      if (trusted.length === 0) {
        return html`Verified colleagues of this institution. It trusts no other institution yet, so nothing
        leaves the house now.`;
      }
      const names = trusted.slice(0, NAMED).map(({ name, host }) => said(name === "" ? host : name));
      const more = trusted.length - NAMED;
      return html`Verified colleagues here and at
      ${count(trusted.length, "trusted institution", "trusted institutions")}, wherever somebody follows you
      or the specialty: ${listed(more > 0 ? [...names, html`${more} more`] : names)}.`;
    }
    case "public":
      return html`Everyone: anyone on the web and on any fediverse server, patients and journalists too.`;
  }
}

/** The words and the data as other servers get them, letter by letter. */
function whatLeaves(draft: ReadyDraft, origin: string): Html {
  const { clinical, audience, images } = draft;
  if (audience === "institution") {
    return card(
      { title: "What leaves the house", id: "what-leaves" },
      html`<p>Nothing: only colleagues who are signed in here can see the case.</p>`,
    );
  }
  const structured = { ...clinical, audience: { scope: audience } };
  return card(
    { title: "What leaves the house", id: "what-leaves" },
    html`<ul class="bullets">
        <li>The text, and the same as data</li>
        <li>
          ${count(images.length, "picture", "pictures")}${images.length === 0 ? "" : ", encoded anew: no place, no time, no camera"}
        </li>
        <li>Your pseudonym, and that this institution vouches for you as a physician</li>
      </ul>
      <details id="exact-text">
        <summary>The exact text, as HTML</summary>
        ${source("Exact text", caseContent(clinical, caseLinks(origin, clinical)))}
      </details>
      <details id="exact-data">
        <summary>The exact data, as JSON</summary>
        ${source("Exact data", JSON.stringify(structured, undefined, 2))}
      </details>
      ${
        images.length === 0
          ? ""
          : html`<details id="exact-pictures">
              <summary>The pictures</summary>
              ${source("Pictures", JSON.stringify(images.map(pictureFacts), undefined, 2))}
            </details>`
      }`,
  );
}

const pictureFacts = ({ id: _id, ...facts }: CaseImage): Omit<CaseImage, "id"> => facts;

const source = (name: string, text: string): Html =>
  html`<pre class="scroll source" tabindex="0" role="region" aria-label="${name}"><code>${text}</code></pre>`;
