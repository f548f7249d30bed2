import { html, raw } from "hono/html";
import { INSTITUTION_HANDLE } from "#domain/addresses.ts";
import { notFound } from "#domain/refusal.ts";
import { specialtyOf } from "#domain/specialty.ts";
import { type ActorRow, findActorByHandle } from "#store/actors.ts";
import { listAuthorCases, listStreamCases } from "#store/cases.ts";
import { trustOf } from "#store/peers.ts";
import { listAuthorPosts, type PostSummary } from "#store/post-summaries.ts";
import { caseList } from "#ui/case-card.ts";
import { empty } from "#ui/empty.ts";
import { face } from "#ui/face.ts";
import { type Html, said } from "#ui/html.ts";
import { icon } from "#ui/icon.ts";
import { postCard } from "#ui/post-card.ts";
import { attestationCard } from "./attestation-card.ts";
import { caseCards } from "./case-cards.ts";
import { doneBanner } from "./done.ts";
import { followButton } from "./follow.ts";
import { pageLinks, pageOf } from "./pages.ts";
import { personViews } from "./person-view.ts";
import { postCards } from "./post-cards.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";
import { postReaderOf, viewerOf } from "./viewer.ts";

/** The latest of somebody's posts on their page. */
const POSTS_SHOWN = 20;

/** The page of anybody with a handle: a persona, a stream, an institution; here or elsewhere. */
export function personaPage(app: WebApp, services: WebServices): void {
  const { instance } = services;
  const own = new URL(instance.config.origin).host;

  app.get("/:address{@[^/]+}", async (c) => {
    const [, handle = "", host = own] = c.req.param("address").split("@");
    if (host === own && c.req.param("address") !== `@${handle}`) return c.redirect(`/@${handle}`, 301);
    const actor = await findActorByHandle(instance.db, host === own ? handle.toLowerCase() : handle, host);
    if (actor !== undefined) return await showActor(services, c, actor);
    if (host === own && handle === INSTITUTION_HANDLE) return c.redirect("/about", 303);
    if (host === own && specialtyOf(handle) !== undefined) return c.redirect(`/streams/${handle}`, 303);
    if (host === own || c.get("member") === undefined) throw notFound("persona or stream");
    return await showUnknown(services, c, `@${handle}@${host}`, host);
  });
}

async function showActor(services: WebServices, c: WebContext, actor: ActorRow): Promise<Response> {
  const { instance } = services;
  const viewer = viewerOf(c);
  const isStream = actor.type === "Group";
  const person = (await personViews(services, [{ ...actor, handle: actor.username }]))({
    ...actor,
    handle: actor.username,
  });
  const [cases, posts, trust] = await Promise.all([
    isStream
      ? listStreamCases(instance.db, [actor.id], viewer, pageOf(c))
      : listAuthorCases(instance.db, actor.id, viewer, pageOf(c)),
    listAuthorPosts(instance.db, actor.id, postReaderOf(c), { limit: POSTS_SHOWN }),
    actor.local ? undefined : trustOf(instance.db, actor.host),
  ]);
  c.header("link", `<${actor.uri}>; rel="alternate"; type="application/activity+json"`);
  return show(
    services,
    c,
    {
      title: person.pseudonym,
      ...(isStream && { current: "streams" as const }),
      ...(actor.local && { activity: actor.uri }),
    },
    html`<div class="list-page stack wide">
      ${doneBanner(c)}
      <header class="profile">
        ${isStream ? html`<span class="emblem">${icon("streams")}</span>` : face(person.handle)}
        <div>
          <h1>${said(person.pseudonym)}</h1>
          <p class="soft">@${said(person.handle)}</p>
        </div>
        <div class="row">
          ${actor.type === "Application" ? "" : await followButton(services, c, actor.id)}
          ${actor.local ? "" : html`<a class="button plain" href="${actor.url}" rel="noopener nofollow">Page at ${said(actor.host)}</a>`}
        </div>
      </header>
      ${isStream ? streamWords(actor, person.institution) : ""}
      ${actor.summary === "" ? "" : html`<div class="said" dir="auto">${raw(actor.summary)}</div>`}
      ${actor.type === "Person" ? attestationCard({ person, actor, trust }) : ""}
      ${actor.type === "Application" ? aboutInstitution(actor) : ""}
      ${actor.local && actor.type === "Person" && isAdministrator(c) ? revokeLink(actor.username) : ""}
      ${await postSection(services, posts.items)}
      <section class="stack" aria-labelledby="cases">
        <h2 id="cases">Cases</h2>
        ${caseList(
          await caseCards(services, c, cases.items),
          instance.clock(),
          empty({
            title: "No cases to show",
            words:
              viewer.kind === "public"
                ? "What is not open to everyone is shown to members only."
                : "Nothing that has come to this institution.",
            drawing: "streams",
          }),
        )}
        ${pageLinks(c, cases)}
      </section>
    </div>`,
  );
}

const isAdministrator = (c: WebContext): boolean => c.get("member")?.roles.includes("administrator") === true;

const revokeLink = (handle: string): Html =>
  html`<p>
    <a href="/manage/attestations?persona=${encodeURIComponent(handle)}">Revoke the attestation…</a>
  </p>`;
/** The latest posts, where there are any; a profile is about cases first. */
async function postSection(services: WebServices, posts: readonly PostSummary[]): Promise<Html | ""> {
  if (posts.length === 0) return "";
  const cards = await postCards(
    services,
    posts.map((post) => ({ post })),
  );
  const now = services.instance.clock();
  return html`<section class="stack" aria-labelledby="posts">
    <h2 id="posts">Posts</h2>
    <ul class="stack posts">
      ${cards.map((card) => html`<li>${postCard(card, now)}</li>`)}
    </ul>
  </section>`;
}

const streamWords = (actor: ActorRow, institution: string): Html =>
  html`<p>
    The stream of one specialty at ${said(institution)}. Whoever follows it gets its new cases.
    ${specialtyOf(actor.username) === undefined ? "" : html`<a href="/streams/${actor.username}">The same specialty at all institutions</a>`}
  </p>`;

const aboutInstitution = (actor: ActorRow): Html =>
  actor.local
    ? html`<p>This institution itself. <a href="/about">About it</a></p>`
    : html`<p>An institution or a server, not a person.</p>`;

function showUnknown(services: WebServices, c: WebContext, handle: string, host: string): Promise<Response> {
  return show(
    services,
    c,
    { title: "Not known here" },
    html`<div class="narrow stack wide">
      <h1>${said(handle)} is not known here yet</h1>
      <p>Nobody here has met them. This server can ask ${said(host)} who they are.</p>
      <form action="/search" method="get">
        <input type="hidden" name="q" value="${handle}" />
        <button class="button">Look at ${said(host)}</button>
      </form>
    </div>`,
    404,
  );
}
