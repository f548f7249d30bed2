import { html } from "hono/html";
import { recordRead } from "#actions/record-read.ts";
import type { ActorId, CaseId } from "#domain/ids.ts";
import { isOwnPersona, type Member } from "#domain/member.ts";
import { mayWithdraw } from "#domain/recall.ts";
import { notFound } from "#domain/refusal.ts";
import { caseIdOf } from "./case-address.ts";
import { type CaseView, findCase } from "#store/cases.ts";
import { listComments } from "#store/comments.ts";
import { localStreamsOf } from "#store/streams.ts";
import { findSeenRecall } from "#store/recalls.ts";
import { listOpinions, opinionsAreOpenTo } from "#store/opinions.ts";
import { findPersonaInCase } from "#store/personas.ts";
import type { AsChoice } from "#ui/as-field.ts";
import { type Access, caseContents, type ReturnedForm } from "./case-contents.ts";
import { personViews } from "./person-view.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { when } from "#ui/when.ts";
import { show } from "./show.ts";
import { viewerOf } from "./viewer.ts";

/** The page of a case; what is posted from it is in case-forms.ts. */
export function casePageRoutes(app: WebApp, services: WebServices): void {
  app.get("/cases/:id", (c) => showCase(services, c, caseIdOf(c.req.param("id"))));
  // Whoever signs in after sending a form, or reloads it, comes back here.
  for (const form of ["answer", "look", "comment", "withdraw"]) {
    app.get(`/cases/:id/${form}`, (c) => c.redirect(`/cases/${caseIdOf(c.req.param("id"))}`, 303));
  }
}

/**
 * Answers with a case's page as this reader may see it, with `returned` filled in again.
 *
 * @throws Refusal not-found where there is none for this reader
 */
export async function showCase(
  services: WebServices,
  c: WebContext,
  id: CaseId,
  returned?: ReturnedForm,
): Promise<Response> {
  const { instance } = services;
  const view = await findCase(instance.db, id, viewerOf(c));
  if (view === undefined) return showWithdrawn(services, c, id);
  const member = c.get("member");
  if (member !== undefined && view.audience !== "public") {
    await recordRead(instance, { kind: "account", id: member.accountId }, view.id);
  }
  const access = await accessOf(services, c, view);
  const [opinions, comments] = await Promise.all([
    listOpinions(instance.db, id),
    listComments(instance.db, id),
  ]);
  const authors = [view, ...opinions, ...comments].map(({ author }) => author);
  const contents = caseContents({
    view,
    opinions,
    comments,
    access,
    returned,
    isPosted: c.req.query("posted") !== undefined,
    introduce: await personViews(services, authors),
    now: instance.clock(),
  });
  if (view.local && view.audience !== "institution") {
    c.header("link", `<${view.uri}>; rel="alternate"; type="application/activity+json"`);
  }
  return show(
    services,
    c,
    {
      title: view.clinical.title,
      islands: contents.islands,
      faulty: returned !== undefined,
      activity: view.local ? view.uri : undefined,
      canonical: view.local ? undefined : view.url,
    },
    contents.body,
    returned === undefined ? 200 : 422,
  );
}

/**
 * What stands where a withdrawn case was, for whoever could see it.
 *
 * @throws Refusal not-found for everybody else, and where there never was one
 */
async function showWithdrawn(services: WebServices, c: WebContext, id: CaseId): Promise<Response> {
  const { instance } = services;
  const recall = await findSeenRecall(instance.db, id, viewerOf(c));
  if (recall === undefined) throw notFound("case");
  return show(
    services,
    c,
    { title: "Withdrawn" },
    html`<div class="narrow stack wide">
      <h1>This case was withdrawn</h1>
      <p>
        ${recall.withdrawnBy === "author" ? "Whoever asked took it back" : "A moderator of this institution took it back"},
        ${when(recall.withdrawnAt, instance.clock())}. Nothing of it is kept here.
      </p>
      <p><a class="button quiet" href="/">Home</a></p>
    </div>`,
    410,
  );
}

async function accessOf({ instance }: WebServices, c: WebContext, view: CaseView): Promise<Access> {
  const member = c.get("member");
  if (member === undefined) {
    const hasLooked = c.req.query("look") !== undefined;
    return {
      kind: "visitor",
      isOpen: hasLooked,
      own: [],
      as: undefined,
      canAnswer: false,
      isBlind: !hasLooked,
      canWithdraw: false,
      canUnlist: false,
    };
  }
  const isOwn = isOwnPersona(member, view.author.id);
  const [{ answered, looked }, used] = await Promise.all([
    opinionsAreOpenTo(instance.db, view.id, member.accountId),
    findPersonaInCase(instance.db, view.id, member.accountId),
  ]);
  return {
    kind: standingOf(member),
    isOpen: isOwn || answered || looked,
    own: member.personas.map(({ actorId }) => actorId),
    as: choiceOf(member, used),
    canAnswer: member.persona !== undefined && isPhysician(member) && !isOwn && !answered,
    isBlind: !looked,
    canWithdraw: view.local && mayWithdraw(member, view.author.id) !== undefined,
    canUnlist:
      view.local &&
      member.roles.includes("administrator") &&
      (await localStreamsOf(instance.db, view.id)).length > 0,
  };
}

/** Whom the reader may speak as: any of their personas at first, then always the same. */
function choiceOf({ persona, personas }: Member, used: ActorId | undefined): AsChoice | undefined {
  const open = used === undefined ? personas : personas.filter(({ actorId }) => actorId === used);
  const chosen = open.find(({ actorId }) => actorId === persona?.actorId) ?? open[0];
  return chosen && { personas: open, chosen: chosen.handle };
}

const isPhysician = (member: Member): boolean =>
  member.verified?.profession === "physician" && member.barredFor === undefined;

function standingOf(member: Member): "physician" | "nameless" | "staff" {
  if (!isPhysician(member)) return "staff";
  return member.persona === undefined ? "nameless" : "physician";
}
