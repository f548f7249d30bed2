import { html } from "hono/html";
import { notFound } from "#domain/refusal.ts";
import { specialtyOf } from "#domain/specialty.ts";
import {
  countSpecialtyInstitutions,
  listSpecialtyCases,
  SPECIALTY_FILTERS,
  type SpecialtyFilter,
} from "#store/specialty-cases.ts";
import { listFollowedActors } from "#store/follows.ts";
import { caseList } from "#ui/case-card.ts";
import { filters } from "#ui/chips.ts";
import { empty } from "#ui/empty.ts";
import { count, type Html } from "#ui/html.ts";
import { caseCards } from "./case-cards.ts";
import { doneBanner } from "./done.ts";
import { pageLinks, pageOf } from "./pages.ts";
import type { WebApp, WebServices } from "./services.ts";
import { show } from "./show.ts";
import { specialtyForm } from "./streams.ts";
import { physicianOf, viewerOf } from "./viewer.ts";

const FILTER_WORDS: Readonly<Record<SpecialtyFilter, string>> = {
  all: "All",
  unanswered: "Unanswered",
  urgent: "Urgent",
  "with-images": "With images",
  mine: "Mine",
};

/** One specialty, across institutions. */
export function streamPage(app: WebApp, services: WebServices): void {
  const { instance } = services;

  app.get("/streams/:slug", async (c) => {
    const specialty = specialtyOf(c.req.param("slug"));
    if (specialty === undefined) throw notFound("stream");
    const { slug, name } = specialty;
    const physician = physicianOf(c);
    const filter = SPECIALTY_FILTERS.find((one) => one === c.req.query("show")) ?? "all";
    const viewer = viewerOf(c);
    const [cases, institutions, followed] = await Promise.all([
      listSpecialtyCases(instance.db, slug, viewer, { filter, me: physician?.persona.actorId }, pageOf(c)),
      countSpecialtyInstitutions(instance.db, slug, viewer),
      physician === undefined ? [] : listFollowedActors(instance.db, physician.persona.actorId),
    ]);
    const path = `/streams/${slug}`;
    const choices = SPECIALTY_FILTERS.filter((one) => one !== "mine" || physician !== undefined);
    const isFollowed = followed.some((actor) => actor.type === "Group" && actor.handle === slug);
    return show(
      services,
      c,
      { title: name, current: "streams" },
      html`<div class="list-page stack wide">
        ${doneBanner(c)}
        <header class="row apart">
          <div>
            <h1>${name}</h1>
            <p class="soft">
              ${institutions === 0 ? "No cases yet" : html`Cases from ${count(institutions, "institution", "institutions")}`}
            </p>
          </div>
          ${physician === undefined ? "" : specialtyForm(slug, isFollowed, path)}
        </header>
        ${filters(
          "Which cases",
          choices.map((one) => ({
            words: FILTER_WORDS[one],
            url: one === "all" ? path : `${path}?show=${one}`,
            chosen: one === filter,
          })),
        )}
        ${caseList(
          await caseCards(services, c, cases.items),
          instance.clock(),
          noCases(name, filter, physician !== undefined),
        )}
        ${pageLinks(c, cases)}
      </div>`,
    );
  });
}

function noCases(name: string, filter: SpecialtyFilter, canAsk: boolean): Html {
  if (filter !== "all") {
    return empty({
      title: "Nothing like that here",
      words: `No case in ${name.toLowerCase()} matches this filter.`,
      drawing: "search",
    });
  }
  return empty({
    title: `No cases in ${name.toLowerCase()} yet`,
    words: canAsk
      ? "The first one could be yours: a photo, a question, two minutes."
      : "Cases that are open to everyone appear here.",
    drawing: "streams",
    action: canAsk ? { url: "/ask", words: "Ask" } : undefined,
  });
}
