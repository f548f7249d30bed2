import { giveOpinion } from "#actions/give-opinion.ts";
import { lookAtOpinions } from "#actions/look-at-opinions.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import { unlistCase } from "#actions/unlist-case.ts";
import { withdrawCase } from "#actions/withdraw-case.ts";
import { writeComment } from "#actions/write-comment.ts";
import type { FormFields } from "#domain/case-draft.ts";
import type { Physician } from "#domain/member.ts";
import { type CommentId, parseId } from "#domain/ids.ts";
import { KEEP_FIELD } from "#domain/identifier.ts";
import { readOpinionDraft } from "#domain/opinion-draft.ts";
import { Refusal, unauthenticated } from "#domain/refusal.ts";
import { caseIdOf } from "./case-address.ts";
import { showCase } from "./case-page.ts";
import { doneAt } from "./done.ts";
import { formFields, formLimit, readForm } from "./form.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";

/** What is posted from a case's page: an answer, a look at the answers of others, a comment. */
export function caseFormRoutes(app: WebApp, services: WebServices): void {
  const { instance } = services;
  const limit = formLimit(1024 * 1024, "The form is too large: shorten the texts.");

  /** Runs what was asked for; where the form is to blame, the page comes back with the form as it was sent. */
  const take = async (
    c: WebContext,
    form: "answer" | "comment",
    act: (fields: FormFields, physician: Physician) => Promise<string>,
  ): Promise<Response> => {
    requirePhysician(c.get("member"));
    const id = caseIdOf(c.req.param("id") ?? "");
    const fields = formFields(await readForm(c));
    try {
      const physician = requirePhysician(c.get("member"), fields["as"]);
      return c.redirect(`/cases/${id}#${await act(fields, physician)}`, 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== "invalid") throw error;
      return showCase(services, c, id, { form, fields, faults: error.faults });
    }
  };

  const decided = (fields: FormFields) => ({ identifiersKept: fields[KEEP_FIELD] === "yes" });

  app.post("/cases/:id/answer", limit, (c) => {
    const id = caseIdOf(c.req.param("id"));
    return take(
      c,
      "answer",
      async (fields, physician) =>
        `opinion-${await giveOpinion(instance, physician, id, readOpinionDraft(fields), decided(fields))}`,
    );
  });

  app.post("/cases/:id/comment", limit, (c) => {
    const id = caseIdOf(c.req.param("id"));
    return take(c, "comment", async (fields, physician) => {
      const draft = { id: parseId<CommentId>(fields["id"] ?? ""), text: fields["comment"] ?? "" };
      return `comment-${await writeComment(instance, physician, id, draft, decided(fields))}`;
    });
  });

  app.post("/cases/:id/unlist", async (c) => {
    const id = caseIdOf(c.req.param("id"));
    await unlistCase(instance, c.get("member"), id);
    return c.redirect(`/cases/${id}`, 303);
  });

  app.post("/cases/:id/withdraw", async (c) => {
    const member = c.get("member");
    if (member === undefined) throw unauthenticated();
    await withdrawCase(instance, member, caseIdOf(c.req.param("id")));
    return c.redirect(doneAt("/", "withdrawn"), 303);
  });

  app.post("/cases/:id/look", async (c) => {
    const member = c.get("member");
    if (member === undefined) throw unauthenticated();
    const id = caseIdOf(c.req.param("id"));
    await lookAtOpinions(instance, member, id);
    return c.redirect(`/cases/${id}#discussion`, 303);
  });
}
