import { html } from "hono/html";
import type { ActingPersona } from "#domain/member.ts";
import { listLatestCases } from "#store/cases.ts";
import { type HomeItem, listHome } from "#store/home.ts";
import { listWaiting } from "#store/waiting-cases.ts";
import { caseCard, caseList } from "#ui/case-card.ts";
import { urgencyChip } from "#ui/chips.ts";
import { empty } from "#ui/empty.ts";
import { count, type Html, said } from "#ui/html.ts";
import { postCard } from "#ui/post-card.ts";
import { when } from "#ui/when.ts";
import { caseCards } from "./case-cards.ts";
import { doneBanner } from "./done.ts";
import { pageLinks, pageOf } from "./pages.ts";
import { postCards } from "./post-cards.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";
import { viewerOf } from "./viewer.ts";

const WAITING_SHOWN = 5;

/** The start page: what waits and what is new for a physician; what this is for everybody else. */
export function homePage(app: WebApp, services: WebServices): void {
  app.get("/", (c) => {
    const persona = c.get("member")?.persona;
    return persona === undefined ? showLatest(services, c) : showHome(services, c, persona);
  });
}

async function showHome(services: WebServices, c: WebContext, persona: ActingPersona): Promise<Response> {
  const { instance } = services;
  const [home, waiting] = await Promise.all([
    listHome(instance.db, persona.actorId, pageOf(c)),
    listWaiting(instance.db, persona.actorId, WAITING_SHOWN),
  ]);
  const now = instance.clock();
  return show(
    services,
    c,
    { title: "Home", current: "home", islands: ["live"] },
    html`<div class="stack wide">
      ${doneBanner(c)}
      <h1 class="hidden-text">Home</h1>
      ${live()}
      <div class="beside" id="news">
        ${waiting.total === 0 ? "" : waitingCard(waiting, now)}
        <section class="stack" aria-labelledby="latest">
          <div class="row apart">
            <h2 id="latest">Latest from whom you follow</h2>
            <a class="button quiet" href="/write">Write a post</a>
          </div>
          ${await homeList(services, c, home.items, now)} ${pageLinks(c, home)}
        </section>
      </div>
    </div>`,
  );
}

/** Cases as cards, posts as quiet ones between them. */
async function homeList(
  services: WebServices,
  c: WebContext,
  items: readonly HomeItem[],
  now: Date,
): Promise<Html> {
  if (items.length === 0) {
    return empty({
      title: "Nothing here yet",
      words: "Follow the stream of your specialty, and its cases come here from every institution.",
      drawing: "streams",
      action: { url: "/streams", words: "Choose streams" },
    });
  }
  const [cases, posts] = await Promise.all([
    caseCards(
      services,
      c,
      items.flatMap((item) => (item.kind === "case" ? item.case : [])),
    ),
    postCards(
      services,
      items.flatMap((item) => (item.kind === "post" ? item : [])),
    ),
  ]);
  const [nextCase, nextPost] = [cases.values(), posts.values()];
  return html`<ul class="stack case-list">
    ${items.map((item) => {
      const card = item.kind === "case" ? nextCase.next() : nextPost.next();
      if (card.done === true) return "";
      return html`<li>
        ${"clinical" in card.value ? caseCard(card.value, now) : postCard(card.value, now)}
      </li>`;
    })}
  </ul>`;
}

function waitingCard({ items, total }: Awaited<ReturnType<typeof listWaiting>>, now: Date): Html {
  return html`<section class="card stack tight waiting-card" aria-labelledby="waiting">
    <div class="row apart">
      <h2 id="waiting">Waiting for you</h2>
      <span class="chip waiting">${count(total, "case", "cases")}</span>
    </div>
    <ul class="lines">
      ${items.map(
        (one) =>
          html`<li>
            <a href="/cases/${one.id}" dir="auto">${one.clinical.title}</a>
            <p class="row soft">${urgencyChip(one.clinical.urgency)} ${when(one.publishedAt, now)}</p>
          </li>`,
      )}
    </ul>
  </section>`;
}

async function showLatest(services: WebServices, c: WebContext): Promise<Response> {
  const { instance } = services;
  const isMember = c.get("member") !== undefined;
  const cases = await listLatestCases(instance.db, viewerOf(c), pageOf(c));
  return show(
    services,
    c,
    { title: "Home", current: "home" },
    html`<div class="list-page stack wide">
      ${doneBanner(c)}
      <header class="stack hero">
        <h1>Colleagues look at your case, wherever they work</h1>
        <p>
          ${said(instance.config.institutionName)} runs Consilium: verified physicians ask about patients
          nobody can recognise, and colleagues at other institutions answer under pseudonyms. Each institution
          keeps its own data and vouches for its own physicians.
        </p>
        ${
          isMember
            ? ""
            : html`<p class="row">
                <a class="button" href="/sign-in">Sign in</a
                ><a class="button plain" href="/about">About this institution</a>
              </p>`
        }
      </header>
      <section class="stack" aria-labelledby="latest">
        <h2 id="latest">${isMember ? "Latest cases" : "Latest public cases"}</h2>
        ${caseList(
          await caseCards(services, c, cases.items),
          instance.clock(),
          empty({
            title: "No cases to show yet",
            words:
              "Most cases are shared among trusted institutions only. Those open to everyone appear here.",
            drawing: "public",
          }),
        )}
        ${pageLinks(c, cases)}
      </section>
    </div>`,
  );
}

const live = (): Html =>
  html`<consilium-live
    data-url="/events"
    data-fragment="news"
    data-words="New cases have arrived."
  ></consilium-live>`;
