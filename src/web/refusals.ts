import { randomUUID } from "node:crypto";
import { html } from "hono/html";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Refusal, type RefusalKind } from "#domain/refusal.ts";
import { databaseTrouble } from "#store/trouble.ts";
import type { Html } from "#ui/html.ts";
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
    const signIn =
      error.kind === "unauthenticated"
        ? html`<p>
            <a class="button" href="/sign-in?return-to=${encodeURIComponent(c.req.path)}">Sign in</a>
          </p>`
        : "";
    return show(
      services,
      c,
      { title: TITLE[error.kind] },
      html`<h1>${TITLE[error.kind]}</h1>
        <p>${error.message}</p>
        ${signIn}`,
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
    return c.html(plainPage(TITLE.unavailable, `${trouble.message} Nothing was left half done.`), 503);
  }
  const number = randomUUID().slice(0, 8);
  services.instance.log.error("A page failed: {number} {method} {path}", {
    number,
    method: c.req.method,
    path: c.req.path,
    error,
  });
  const words = `It is not your fault. Nothing was left half done. If it happens again, give your administrator this number: ${number}.`;
  return c.html(plainPage("Something went wrong here", words), 500);
}

/** Without `show`: what failed may be what it needs. */
const plainPage = (title: string, words: string): Html =>
  html`<!doctype html>
    <html lang="en">
      <title>${title}</title>
      <h1>${title}</h1>
      <p>${words}</p>
    </html>`;
