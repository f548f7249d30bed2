import { html } from "hono/html";
import { requirePhysician } from "#actions/require-physician.ts";
import { type SavedDraft, saveDraft } from "#actions/save-draft.ts";
import { atMost } from "#domain/at-most.ts";
import type { FormFields } from "#domain/case-draft.ts";
import { type DraftId, parseId } from "#domain/ids.ts";
import { MAX_IMAGE_BYTES, MAX_IMAGES } from "#domain/image.ts";
import type { Fault } from "#domain/refusal.ts";
import { findDraft, listDrafts } from "#store/drafts.ts";
import { listPeers } from "#store/peers.ts";
import { type AskValues, askForm, emptyAsk } from "#ui/ask-form.ts";
import { draftList } from "#ui/draft-list.ts";
import { banner } from "#ui/banner.ts";
import { errorSummary } from "#ui/errors.ts";
import { askValues, readPhotos } from "./ask-values.ts";
import { formFields, formLimit, readForm } from "./form.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";

const MAX_FORM_BYTES = MAX_IMAGES * MAX_IMAGE_BYTES + 1024 * 1024;
/** Each may hold a whole form in memory. */
const FORMS_AT_ONCE = 4;

interface Shown {
  readonly values: AskValues;
  readonly draft?: DraftId | undefined;
  readonly faults?: readonly Fault[];
  readonly discarded?: boolean;
}

/** Asking, the first step: the form, and keeping what it sends as a draft. The second step is ask-preview.ts. */
export function askRoutes(app: WebApp, services: WebServices): void {
  const { instance } = services;
  const inTurn = atMost(FORMS_AT_ONCE);
  const limit = formLimit(
    MAX_FORM_BYTES,
    `The form is too large: at most ${MAX_IMAGES} pictures of 20 MB each are taken. Go back and leave some out.`,
  );

  app.get("/ask", async (c) => {
    const physician = requirePhysician(c.get("member"));
    const id = parseId<DraftId>(c.req.query("draft") ?? "");
    if (id === undefined) {
      const discarded = c.req.query("discarded") !== undefined;
      return form(services, c, { values: emptyAsk(physician.verified.specialty), discarded });
    }
    const draft = await findDraft(instance.db, id, physician.accountId, instance.clock());
    if (draft === undefined) return c.redirect("/ask", 303);
    const kept = new Map(draft.images.map((image, index) => [index + 1, image]));
    return form(services, c, { draft: id, values: askValues(inRows(draft.form, kept), id, kept) });
  });

  app.post("/ask", limit, async (c) => {
    const physician = requirePhysician(c.get("member"));
    const draft = parseId<DraftId>(c.req.query("draft") ?? "");
    const { fields, saved } = await inTurn(async (): Promise<{ fields: FormFields; saved: SavedDraft }> => {
      const sent = await readForm(c);
      const fields = formFields(sent);
      return {
        fields,
        saved: await saveDraft(instance, physician, { fields, photos: readPhotos(sent, fields), draft }),
      };
    });
    if (saved.faults.length === 0 && saved.id !== undefined) return c.redirect(`/ask/${saved.id}`, 303);
    const values = askValues(fields, saved.id, saved.kept);
    return form(services, c, { draft: saved.id, values, faults: saved.faults });
  });
}

/** A draft's pictures stand in the first rows, whichever rows they were sent in. */
function inRows(
  fields: FormFields,
  kept: ReadonlyMap<number, { readonly alt: string; readonly graphic: boolean }>,
): FormFields {
  const texts = Object.entries(fields).filter(([name]) => !/^(?:alt|graphic|kept|remove)-\d+$/u.test(name));
  const described = [...kept].flatMap(([row, { alt, graphic }]) => [
    [`alt-${row}`, alt] as const,
    ...(graphic ? [[`graphic-${row}`, "yes"] as const] : []),
  ]);
  return Object.fromEntries([...texts, ...described]);
}

async function form(
  services: WebServices,
  c: WebContext,
  { values, draft, faults = [], discarded = false }: Shown,
): Promise<Response> {
  const { instance } = services;
  const now = instance.clock();
  const { accountId } = requirePhysician(c.get("member"));
  const [peers, kept] = await Promise.all([
    listPeers(instance.db),
    draft === undefined ? listDrafts(instance.db, accountId, now) : [],
  ]);
  return show(
    services,
    c,
    { title: "Ask", current: "ask", islands: ["photos", "identifiers"], faulty: faults.length > 0 },
    html`<div class="stack wide">
      ${discarded ? banner("done", "The draft is thrown away. Nothing of it was posted.") : ""}${errorSummary(faults)}
      <h1>Ask your colleagues</h1>
      ${draftList(
        kept.map((one) => ({ id: one.id, title: one.form["title"] ?? "", expiresAt: one.expiresAt })),
        now,
      )}
      ${askForm({
        action: draft === undefined ? "/ask" : `/ask?draft=${draft}`,
        values,
        faults,
        trustedPeers: peers.filter((peer) => peer.trust === "trusted").length,
      })}
    </div>`,
    faults.length > 0 ? 422 : 200,
  );
}
