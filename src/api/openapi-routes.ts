import type { Env, Hono } from "hono";
import { html } from "hono/html";
import { count, type Html, said } from "#ui/html.ts";
import { page } from "#ui/layout.ts";
import { openApiDocument } from "./openapi.ts";
import type { Route } from "./route.ts";
import type { ApiServices } from "./services.ts";

/** The table for readers: as an OpenAPI document, and as a page. */
export function openApiRoutes<E extends Env>(
  app: Hono<E>,
  { instance, version }: ApiServices,
  routes: readonly Route[],
): void {
  const { origin, institutionName } = instance.config;
  // The same until the process ends, and not small.
  let document: string | undefined;
  app.get("/api/openapi.json", (c) => {
    document ??= JSON.stringify(openApiDocument(routes, { origin, institution: institutionName, version }));
    c.header("access-control-allow-origin", "*");
    c.header("content-type", "application/json");
    return c.body(document);
  });
  app.get("/api", async (c) =>
    c.html(
      await page(
        { title: "The API", institution: { name: institutionName }, viewer: { kind: "anonymous" } },
        readable(routes, origin),
      ),
    ),
  );
}

const readable = (routes: readonly Route[], origin: string): Html =>
  html`<div class="list-page stack wide">
    <header class="stack tight">
      <h1>The API</h1>
      <p>
        Apps for Mastodon work here: this is Mastodon's client API, where cases, opinions and comments are
        statuses with an extra member <code>consilium</code>.
        ${count(routes.length, "endpoint", "endpoints")};
        <a href="/api/openapi.json">the OpenAPI 3.1 document</a> says what each takes and gives. The address
        is ${said(origin)}.
      </p>
    </header>
    ${[...Map.groupBy(routes, groupOf)].map(
      ([name, entries]) =>
        html`<section class="card stack" aria-labelledby="group-${name}">
          <h2 id="group-${name}">${name.replaceAll("_", " ")}</h2>
          <dl class="facts">${entries.map(entryOf)}</dl>
        </section>`,
    )}
  </div>`;

const groupOf = ({ path }: Route): string => /^\/api\/v\d\/([a-z_]+)/u.exec(path)?.[1] ?? "oauth";

const entryOf = (entry: Route): Html =>
  html`<dt><code>${entry.method} ${entry.path}</code></dt>
    <dd>
      ${entry.summary}.
      <span class="soft">${accessWords(entry)}</span>
    </dd>`;

function accessWords({ access, scopes }: Route): string {
  const by = scopes.length === 0 ? "" : ` with ${scopes.join(" or ")}`;
  switch (access) {
    case "anyone":
      return "Needs no token";
    case "app":
      return `Needs any token${by}`;
    case "person":
      return `Needs a person's token${by}`;
  }
}
