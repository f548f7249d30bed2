import { type CaseId, type CommentId, type OpinionId, parseId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import { findFederatedComment, findFederatedOpinion } from "#store/federated.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { viewerOf } from "./viewer.ts";

/** The addresses of opinions and comments lead to their place on the case's page, for whoever may see the case. */
export function replyRoutes(app: WebApp, { instance }: WebServices): void {
  const lead = (
    c: WebContext,
    what: "opinion" | "comment",
    reply: { readonly id: string; readonly case: { readonly id: CaseId } } | undefined,
  ): Response => {
    if (reply === undefined) throw notFound(what);
    // Whoever follows the link of an opinion wants to see it; members still choose between answering and looking.
    const look = c.get("member") === undefined ? "?look" : "";
    return c.redirect(`/cases/${reply.case.id}${look}#${what}-${reply.id}`, 303);
  };
  app.get("/opinions/:id", async (c) => {
    const id = parseId<OpinionId>(c.req.param("id"));
    return lead(c, "opinion", id && (await findFederatedOpinion(instance.db, id, viewerOf(c))));
  });
  app.get("/comments/:id", async (c) => {
    const id = parseId<CommentId>(c.req.param("id"));
    return lead(c, "comment", id && (await findFederatedComment(instance.db, id, viewerOf(c))));
  });
}
