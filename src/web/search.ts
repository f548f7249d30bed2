import { html } from "hono/html";
import { lookUpAddress, readFediverseAddress } from "#actions/look-up-address.ts";
import { Refusal } from "#domain/refusal.ts";
import { cleanLine } from "#domain/text.ts";
import { type ActorRow, findActor, searchActors } from "#store/actors.ts";
import { searchCases } from "#store/cases.ts";
import { banner } from "#ui/banner.ts";
import { caseList } from "#ui/case-card.ts";
import { empty } from "#ui/empty.ts";
import { textField } from "#ui/field.ts";
import { type Html, said } from "#ui/html.ts";
import { who } from "#ui/who.ts";
import { caseCards } from "./case-cards.ts";
import { doneBanner } from "./done.ts";
import { followButton } from "./follow.ts";
import { pageLinks, pageOf } from "./pages.ts";
import { personViews } from "./person-view.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";
import { viewerOf } from "./viewer.ts";

const MAX_QUERY_CHARACTERS = 500;

/** What a look at another server found. */
type Found =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "actor"; readonly actor: ActorRow }
  | { readonly kind: "refused"; readonly message: string };

/** Cases, people and streams that are known here; for members also any address of the fediverse. */
export function searchPage(app: WebApp, services: WebServices): void {
  app.get("/search", async (c) => {
    const query = cleanLine((c.req.query("q") ?? "").slice(0, MAX_QUERY_CHARACTERS));
    if (query === "") return await showSearch(services, c, query, undefined);
    const address = readFediverseAddress(query);
    if (address === undefined || c.get("member") === undefined) {
      return await showSearch(services, c, query, undefined);
    }
    const found = await look(services, address);
    if (found.kind === "path") return c.redirect(found.path, 303);
    return await showSearch(services, c, query, found);
  });
}

async function look({ instance }: WebServices, address: string): Promise<Found> {
  const isOwn = !address.startsWith("@") && new URL(address).origin === instance.config.origin;
  try {
    const found = await lookUpAddress(instance, address);
    if (found.kind !== "actor") return { kind: "path", path: `/${found.kind}s/${found.id}` };
    const actor = await findActor(instance.db, found.id);
    return actor === undefined
      ? { kind: "refused", message: "There is nobody at this address." }
      : { kind: "actor", actor };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A page of ours that is about nothing of these.
    if (isOwn) return { kind: "path", path: new URL(address).pathname + new URL(address).search };
    return { kind: "refused", message: error.message };
  }
}

async function showSearch(
  services: WebServices,
  c: WebContext,
  query: string,
  found: Exclude<Found, { kind: "path" }> | undefined,
): Promise<Response> {
  return show(
    services,
    c,
    { title: query === "" ? "Search" : `Search: ${query}`, current: "search", query },
    html`<div class="list-page stack wide">
      ${doneBanner(c)}
      <h1>Search</h1>
      <form class="search-form" action="/search" method="get">
        ${textField({
          name: "q",
          label: "Cases, people and streams",
          hint: "Words of a case, a pseudonym, or an address such as @dermatology@hospital.example",
          type: "search",
          value: query,
          autocomplete: "off",
        })}
        <button class="button">Search</button>
      </form>
      ${query === "" ? "" : await results(services, c, query, found)}
    </div>`,
  );
}

async function results(
  services: WebServices,
  c: WebContext,
  query: string,
  found: Exclude<Found, { kind: "path" }> | undefined,
): Promise<Html> {
  const { db, clock } = services.instance;
  const [cases, known] = await Promise.all([
    searchCases(db, query, viewerOf(c), pageOf(c)),
    found?.kind === "actor" ? [found.actor] : searchActors(db, query.replace(/^@/u, "")),
  ]);
  const actors = known.map((row) => ({ ...row, handle: row.username }));
  const personView = await personViews(services, actors);
  const rows = await Promise.all(
    actors.map(async (actor) => personRow(personView(actor), await followButton(services, c, actor.id))),
  );
  const isEmpty = rows.length === 0 && cases.items.length === 0;
  return html`${found?.kind === "refused" ? banner("warning", said(found.message)) : ""}
  ${
    readFediverseAddress(query) !== undefined && c.get("member") === undefined
      ? banner(
          "note",
          html`<a href="/sign-in?return-to=${encodeURIComponent(`/search?q=${encodeURIComponent(query)}`)}"
              >Sign in</a
            >
            to look this address up at its own server.`,
        )
      : ""
  }
  ${
    rows.length === 0
      ? ""
      : html`<section class="stack" aria-labelledby="people">
          <h2 id="people">People and streams</h2>
          <ul class="card people">
            ${rows}
          </ul>
        </section>`
  }
  ${
    cases.items.length === 0
      ? ""
      : html`<section class="stack" aria-labelledby="cases">
          <h2 id="cases">Cases</h2>
          ${caseList(await caseCards(services, c, cases.items), clock(), html``)} ${pageLinks(c, cases)}
        </section>`
  }
  ${
    isEmpty
      ? empty({
          title: "Nothing found",
          words: "Try fewer or other words. Somebody of another server is found by the whole address.",
          drawing: "search",
        })
      : ""
  }`;
}

const personRow = (person: Parameters<typeof who>[0], button: Html | ""): Html =>
  html`<li class="row apart">
    ${who(person, html`<span class="soft">@${said(person.handle)}</span>`)} ${button}
  </li>`;
