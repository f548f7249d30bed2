import { html } from "hono/html";
import type { Role } from "#domain/role.ts";
import { ASSETS_PATH } from "./assets.ts";
import { face } from "./face.ts";
import { said } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import type { IconName } from "./icon.ts";
import { tokenField } from "./token.ts";

/** The accents an institution may choose from: each is readable on every ground, light and dark. */
export const ACCENTS = ["teal", "blue", "plum", "moss", "slate"] as const;
export type Accent = (typeof ACCENTS)[number];

/** The islands a page may ask for; each is one file, `islands/NAME.js`. */
export const ISLANDS = ["differential", "gallery", "identifiers", "photos", "live"] as const;
export type Island = (typeof ISLANDS)[number];

/** Who looks at the page, as far as the page shows it. */
export type PageViewer =
  | { readonly kind: "anonymous" }
  | {
      readonly kind: "member";
      readonly pseudonym: string;
      readonly handle: string;
      readonly roles: readonly Role[];
      /** How many notifications they have not seen. */
      readonly unread: number;
    };

export type Place =
  | "home"
  | "streams"
  | "ask"
  | "notifications"
  | "you"
  | "search"
  | "manage"
  | "about"
  | "sign-in";

export interface PageOptions {
  /** What this page is, without the institution's name, which is added. */
  readonly title: string;
  readonly institution: { readonly name: string; readonly accent?: Accent | undefined };
  readonly viewer: PageViewer;
  /** Where in the house the page is, for the navigation. */
  readonly current?: Place | undefined;
  readonly islands?: readonly Island[] | undefined;
  /** The token that the form to sign out carries, where the server wants one. */
  readonly csrf?: string | undefined;
  /** What the search box holds. */
  readonly query?: string | undefined;
  /** Something is wrong with what was sent: "Error: " comes first in the title, as GOV.UK has it. */
  readonly faulty?: boolean | undefined;
  /** Address of this page's ActivityPub form, for other servers. */
  readonly activity?: string | undefined;
  /** Address of the page whose copy this one is, at another institution. */
  readonly canonical?: string | undefined;
}

/** A whole page around `body`, which is what stands in `<main>` and holds the one `<h1>`. */
export function page(options: PageOptions, body: Html): Html {
  const { institution, islands = [] } = options;
  return html`<!doctype html>
    <html lang="en" data-accent="${institution.accent ?? "teal"}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="same-origin" />
        <title>${options.faulty === true ? "Error: " : ""}${options.title} · ${institution.name}</title>
        <link rel="stylesheet" href="${ASSETS_PATH}/style.css" />
        <link rel="icon" href="${ASSETS_PATH}/icon.svg" type="image/svg+xml" />
        ${options.activity === undefined ? "" : html`<link rel="alternate" type="application/activity+json" href="${options.activity}" />`}
        ${options.canonical === undefined ? "" : html`<link rel="canonical" href="${options.canonical}" />`}
        ${islands.map((name) => html`<script type="module" src="${ASSETS_PATH}/islands/${name}.js"></script>`)}
      </head>
      <body>
        <a class="skip-link" href="#main">Skip to the content</a>
        ${header(options)}
        <main id="main" tabindex="-1">${body}</main>
        ${footer(options)}
      </body>
    </html>`;
}

function header({ institution, viewer, current, query }: PageOptions): Html {
  const manages = viewer.kind === "member" && viewer.roles.includes("administrator");
  return html`<header class="site">
    <a class="site-name" href="/"
      >${mark()}<span><bdi>${institution.name}</bdi> <small>Consilium</small></span></a
    >
    <search>
      <form class="site-search" action="/search" method="get">
        <label class="hidden-text" for="site-search">Search cases, people and streams</label>
        <input
          id="site-search"
          name="q"
          type="search"
          placeholder="Search or paste an address"
          value="${query ?? ""}"
          autocomplete="off"
        />
      </form>
    </search>
    ${link("/search", "search", "Search", current, "site-link to-search")}
    ${manages ? link("/manage", "manage", "Manage", current, "site-link") : ""}
    <nav class="main-nav" aria-label="Main">
      <ul>
        ${viewer.kind === "member" ? memberLinks(viewer, current) : visitorLinks(current)}
      </ul>
    </nav>
  </header>`;
}

function memberLinks(viewer: Extract<PageViewer, { kind: "member" }>, current: Place | undefined): Html {
  const unread = viewer.unread > 99 ? "99+" : String(viewer.unread);
  const news =
    viewer.unread === 0
      ? ""
      : html`<span class="badge">${unread}<span class="hidden-text"> unread</span></span>`;
  return html`<li>${link("/", "home", "Home", current)}</li>
    <li>${link("/streams", "streams", "Streams", current)}</li>
    ${viewer.roles.includes("physician") ? html`<li>${link("/ask", "ask", "Ask", current, "to-ask")}</li>` : ""}
    <li>${link("/notifications", "notifications", html`Notifications ${news}`, current)}</li>
    <li>
      <a href="/you" class="to-you" ${here("you", current)}
        >${face(viewer.handle)}<span>You<span class="hidden-text">, ${said(viewer.pseudonym)}</span></span></a
      >
    </li>`;
}

const visitorLinks = (current: Place | undefined): Html =>
  html`<li>${link("/", "home", "Home", current)}</li>
    <li>${link("/streams", "streams", "Streams", current)}</li>
    <li>${link("/sign-in", "sign-in", "Sign in", current, "to-ask")}</li>`;

function link(
  href: string,
  drawing: IconName & Place,
  words: string | Html,
  current: Place | undefined,
  kind = "",
): Html {
  return html`<a href="${href}" class="${kind}" ${here(drawing, current)}
    >${icon(drawing)}<span>${words}</span></a
  >`;
}

const here = (place: Place, current: Place | undefined): Html | "" =>
  place === current ? html` aria-current="page"` : "";

/** Two heads put together: the sign of the house. */
const mark = (): Html =>
  html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="9" />
    <path d="M7 9h11a4 4 0 0 1 4 4v1.5a4 4 0 0 1-4 4h-4.5L9.5 22v-3.5H7z" transform="translate(-1 -1)" />
    <path d="M15 20.5h4.5a5.5 5.5 0 0 0 5.5-5.5v-1h1v9h-2V26l-4-3h-5z" opacity=".6" />
  </svg>`;

function footer({ viewer, csrf, current }: PageOptions): Html {
  return html`<footer class="site-footer">
    <div>
      <p><strong>Peer discussion between health professionals.</strong> The treating clinician decides.</p>
      <p>
        Consilium is not a diagnostic device, gives no advice to patients, and is not for emergencies: call
        your local emergency number.
      </p>
      <ul class="row">
        <li><a href="/about" ${here("about", current)}>About this institution</a></li>
        ${
          viewer.kind === "member"
            ? html`<li>
                <form method="post" action="/sign-out">
                  ${tokenField(csrf)}<button class="link">Sign out</button>
                </form>
              </li>`
            : ""
        }
      </ul>
    </div>
  </footer>`;
}
