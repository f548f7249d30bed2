import { html } from "hono/html";
import { followSpecialty, type SpecialtyFollowed } from "#actions/follow-specialty.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import { unfollowSpecialty } from "#actions/unfollow-specialty.ts";
import { SPECIALTIES, specialtyOf } from "#domain/specialty.ts";
import { countCasesBySpecialty } from "#store/specialty-cases.ts";
import { type FollowedActor, listFollowedActors } from "#store/follows.ts";
import { banner } from "#ui/banner.ts";
import { count, type Html, said } from "#ui/html.ts";
import { specialtyWords } from "#ui/words.ts";
import { doneAt, doneBanner } from "./done.ts";
import { formText, readForm } from "./form.ts";
import { localPath } from "./local-path.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";
import { physicianOf, viewerOf } from "./viewer.ts";

/** All specialties, and which of them the reader follows. */
export function streamsPage(app: WebApp, services: WebServices): void {
  const { instance } = services;

  app.get("/streams", (c) => showStreams(services, c, doneBanner(c)));

  app.post("/follow-specialty", async (c) => {
    const physician = requirePhysician(c.get("member"));
    const form = await readForm(c);
    const slug = formText(form, "specialty");
    const { missed } = await followSpecialty(instance, physician, slug);
    if (missed.length > 0) return await showStreams(services, c, missedBanner(slug, missed));
    return c.redirect(doneAt(localPath(formText(form, "return-to") || "/streams"), "followed"), 303);
  });

  app.post("/unfollow-specialty", async (c) => {
    const physician = requirePhysician(c.get("member"));
    const form = await readForm(c);
    await unfollowSpecialty(instance, physician, formText(form, "specialty"));
    return c.redirect(doneAt(localPath(formText(form, "return-to") || "/streams"), "unfollowed"), 303);
  });
}

async function showStreams(services: WebServices, c: WebContext, message: Html | ""): Promise<Response> {
  const { instance } = services;
  const physician = physicianOf(c);
  const [counts, followed] = await Promise.all([
    countCasesBySpecialty(instance.db, viewerOf(c)),
    physician === undefined ? undefined : listFollowedActors(instance.db, physician.persona.actorId),
  ]);
  const institutions = followed && institutionsOf(followed);
  const own = physician?.verified.specialty;
  const [mine, others] = [
    SPECIALTIES.filter(({ slug }) => institutions?.has(slug) === true || slug === own),
    SPECIALTIES.filter(({ slug }) => institutions?.has(slug) !== true && slug !== own),
  ];
  const list = (specialties: typeof SPECIALTIES): Html =>
    html`<ul class="tiles">
      ${specialties.map(
        ({ slug, name }) =>
          html`<li class="tile">
            <div>
              <a class="tile-name" href="/streams/${slug}">${name}</a>
              <p class="soft">
                ${count(counts.get(slug) ?? 0, "case", "cases")}${fromInstitutions(institutions?.get(slug))}
              </p>
            </div>
            ${institutions === undefined ? "" : specialtyForm(slug, institutions.has(slug), "/streams", true)}
          </li>`,
      )}
    </ul>`;
  return show(
    services,
    c,
    { title: "Streams", current: "streams" },
    html`<div class="stack wide">
      ${message}
      <header class="stack tight">
        <h1>Streams</h1>
        <p class="soft">
          A stream holds the cases of one specialty, from this institution and from those it trusts. Follow
          one and its cases come to your home page.
        </p>
      </header>
      ${
        mine.length === 0
          ? ""
          : html`<section class="stack" aria-labelledby="yours">
              <h2 id="yours">Yours</h2>
              ${list(mine)}
            </section>`
      }
      <section class="stack" aria-labelledby="all">
        <h2 id="all">${mine.length === 0 ? "All specialties" : "Other specialties"}</h2>
        ${list(others)}
      </section>
    </div>`,
  );
}

/** At how many institutions each specialty is followed, by slug. */
function institutionsOf(followed: readonly FollowedActor[]): ReadonlyMap<string, number> {
  const streams = followed.filter(
    (actor) => actor.type === "Group" && specialtyOf(actor.handle) !== undefined,
  );
  return new Map(
    [...Map.groupBy(streams, (stream) => stream.handle)].map(([slug, all]) => [slug, all.length]),
  );
}

const fromInstitutions = (n: number | undefined): string =>
  n === undefined ? "" : ` · followed at ${count(n, "institution", "institutions")}`;

/** The button that follows a specialty everywhere, or ends that; one in a list is quieter than one by itself. */
export const specialtyForm = (
  slug: string,
  isFollowed: boolean,
  returnTo: string,
  isOneOfMany = false,
): Html =>
  html`<form method="post" action="${isFollowed ? "/unfollow-specialty" : "/follow-specialty"}">
    <input type="hidden" name="specialty" value="${slug}" />
    <input type="hidden" name="return-to" value="${returnTo}" />
    <button class="button${isFollowed || isOneOfMany ? " quiet" : ""}">
      <span
        >${isFollowed ? "Following · stop" : "Follow"}<span class="hidden-text">
          ${specialtyWords(slug)}</span
        ></span
      >
    </button>
  </form>`;

const missedBanner = (slug: string, missed: SpecialtyFollowed["missed"]): Html =>
  banner(
    "warning",
    html`<p>
        You follow ${specialtyWords(slug)} at this institution. Not every trusted institution could be asked
        just now. ${missed.length === 1 ? "This one is" : "These are"} asked again for three weeks; you need
        do nothing:
      </p>
      <ul class="bullets">
        ${missed.map(({ host, why }) => html`<li>${said(host)}: ${said(why)}</li>`)}
      </ul>`,
  );
