import { html } from "hono/html";
import { checkTexts } from "#actions/check-texts.ts";
import { discardDraft } from "#actions/discard-draft.ts";
import { draftTexts } from "#actions/draft-texts.ts";
import { openCase } from "#actions/open-case.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import { rewriteDraftText } from "#actions/rewrite-draft-text.ts";
import { type DraftId, type ImageId, parseId } from "#domain/ids.ts";
import { KEEP_FIELD } from "#domain/identifier.ts";
import type { Physician } from "#domain/member.ts";
import { type Fault, notFound } from "#domain/refusal.ts";
import { type DraftRow, findDraft } from "#store/drafts.ts";
import { listPeers } from "#store/peers.ts";
import { banner } from "#ui/banner.ts";
import { errorSummary } from "#ui/errors.ts";
import {
  FOUND_ID,
  type ReadyDraft,
  underWhichName,
  whatLeaves,
  whatWasFound,
  whoGetsIt,
} from "./ask-preview-parts.ts";
import { draftPicture } from "./ask-values.ts";
import { caseParts } from "./case-parts.ts";
import { formLimit, formText, readForm } from "./form.ts";
import { photoAt } from "./photos.ts";
import { pictureResponse } from "./picture-response.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";

const isReady = (draft: DraftRow): draft is ReadyDraft => draft.clinical !== null && draft.audience !== null;

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
