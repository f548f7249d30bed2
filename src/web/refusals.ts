import { randomUUID } from "node:crypto";
import { html } from "hono/html";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Refusal, type RefusalKind } from "#domain/refusal.ts";
import { databaseTrouble } from "#store/trouble.ts";
import type { Html } from "#ui/html.ts";
import { page } from "#ui/layout.ts";
import { returnPath } from "./local-path.ts";
import { show } from "./show.ts";
import type { WebContext, WebServices } from "./services.ts";

const STATUS: Readonly<Record<RefusalKind, ContentfulStatusCode>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "too-large": 413,
  "too-many": 429,
  unavailable: 503,
};

const TITLE: Readonly<Record<RefusalKind, string>> = {
  invalid: "That cannot be taken",
  unauthenticated: "Sign in first",
  forbidden: "You may not do this",
  "not-found": "Not found",
  conflict: "Already done",
  "too-large": "Too large",
  "too-many": "Too many tries",
  unavailable: "Not available just now",
};

const RETRY_AFTER_SECONDS = "5";

/** The status of a page that shows a refusal. */
export const statusOf = (refusal: Refusal): ContentfulStatusCode => STATUS[refusal.kind];

/** Turns what an action or a page threw into a page: a refusal into its words, anything else into a number to ask for. */
export function answerRefusal(
  services: WebServices,
  c: WebContext,
  error: Error,
): Promise<Response> | Response {
  if (error instanceof Refusal) {
    return show(
      services,
      c,
      { title: TITLE[error.kind] },
      html`<div class="narrow stack wide">
        <div class="stack tight">
          <h1>${TITLE[error.kind]}</h1>
          <p>${error.message}</p>
        </div>
        ${error.kind === "unauthenticated" ? waysIn(c) : wayHome()}
      </div>`,
      STATUS[error.kind],
    );
  }
  if (error instanceof HTTPException) return error.getResponse();
  const trouble = databaseTrouble(error);
  if (trouble !== undefined) {
    services.instance.log.warn("A page had to wait: {method} {path}: {why}", {
      method: c.req.method,
      path: c.req.path,
      why: trouble.message,
    });
    c.header("retry-after", RETRY_AFTER_SECONDS);
    return c.html(
      plainPage(services, TITLE.unavailable, `${trouble.message} Nothing was left half done.`),
      503,
    );
  }
  const number = randomUUID().slice(0, 8);
  services.instance.log.error("A page failed: {number} {method} {path}", {
    number,
    method: c.req.method,
    path: c.req.path,
    error,
  });
  const words = `It is not your fault. Nothing was left half done. If it happens again, give your administrator this number: ${number}.`;
  return c.html(plainPage(services, "Something went wrong here", words), 500);
}

/** Not `show`, which asks the database who looks: what failed may be just that. */
const plainPage = ({ instance }: WebServices, title: string, words: string): Html =>
  page(
    { title, institution: { name: instance.config.institutionName }, viewer: { kind: "anonymous" } },
    html`<div class="narrow stack wide">
      <h1>${title}</h1>
      <p>${words}</p>
      ${wayHome()}
    </div>`,
  );

const wayHome = (): Html =>
  html`<p class="row">
    <a class="button quiet" href="/">Home</a><a class="button plain" href="/search">Search</a>
  </p>`;

/** To sign in and come back. What a form sent is not here any more, but the browser can send it again. */
function waysIn(c: WebContext): Html {
  if (c.req.method === "GET") {
    return html`<p>
      <a class="button" href="/sign-in?return-to=${encodeURIComponent(returnPath(c))}">Sign in</a>
    </p>`;
  }
  return html`<p>
      What you wrote is not lost: sign in in another window, then load this page again, and your browser sends
      it once more.
    </p>
    <p><a class="button" href="/sign-in" target="_blank">Sign in in another window</a></p>`;
}
