import { type CaseId, type CommentId, type OpinionId, parseId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import { findCase } from "#store/cases.ts";
import { findComment } from "#store/comments.ts";
import { findOpinion } from "#store/opinions.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { viewerOf } from "./viewer.ts";

/** The addresses of opinions and comments lead to their place on the case's page, for whoever may see the case. */
export function replyRoutes(app: WebApp, { instance }: WebServices): void {
  const lead = async (
    c: WebContext,
    what: "opinion" | "comment",
    reply: { readonly id: string; readonly caseId: CaseId } | undefined,
  ): Promise<Response> => {
    const seen = reply && (await findCase(instance.db, reply.caseId, viewerOf(c)));
    if (reply === undefined || seen === undefined) throw notFound(what);
    // Whoever follows the link of an opinion wants to see it; members still choose between answering and looking.
    const look = c.get("member") === undefined ? "?look" : "";
    return c.redirect(`/cases/${seen.id}${look}#${what}-${reply.id}`, 303);
  };
  app.get("/opinions/:id", async (c) => {
    const id = parseId<OpinionId>(c.req.param("id"));
    return lead(c, "opinion", id && (await findOpinion(instance.db, id)));
  });
  app.get("/comments/:id", async (c) => {
    const id = parseId<CommentId>(c.req.param("id"));
    return lead(c, "comment", id && (await findComment(instance.db, id)));
  });
}
