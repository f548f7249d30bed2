import { html } from "hono/html";
import { revokeApp } from "#actions/revoke-app.ts";
import { type OAuthAppId, parseId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import { notFound, unauthenticated } from "#domain/refusal.ts";
import { scopeWords } from "#domain/scopes.ts";
import { type AuthorizedApp, listAuthorizedApps } from "#store/oauth.ts";
import { card } from "#ui/card.ts";
import { type Html, said } from "#ui/html.ts";
import { doneAt } from "./done.ts";
import type { WebApp, WebServices } from "./services.ts";

const onDay = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** Ends what an app may do; the list of them stands on the page "You". */
export function appRoutes(app: WebApp, { instance }: WebServices): void {
  app.post("/you/apps/:id/revoke", async (c) => {
    const member = c.get("member");
    if (member === undefined) throw unauthenticated();
    const id = parseId<OAuthAppId>(c.req.param("id"));
    if (id === undefined) throw notFound("app");
    await revokeApp(instance, member, id);
    return c.redirect(doneAt("/you", "app-revoked"), 303);
  });
}

/** The apps that may act for a member, each with the way to end it. */
export async function appsCard({ instance }: WebServices, member: Member): Promise<Html> {
  const apps = await listAuthorizedApps(instance.db, member.accountId);
  return card(
    {
      title: "Apps",
      id: "apps",
      note: html`Apps for Mastodon work here too: enter
        <strong>${said(new URL(instance.config.origin).host)}</strong> as your server.
        <a href="/api">For developers</a>`,
    },
    apps.length === 0
      ? html`<p>No app may act for you.</p>`
      : html`<ul class="people">
          ${apps.map(appRow)}
        </ul>`,
  );
}

const appRow = (app: AuthorizedApp): Html =>
  html`<li class="row apart">
    <div>
      <strong>${said(app.name)}</strong>
      <p class="soft">
        Since ${onDay.format(app.since)}:
        ${app.scopes.map((scope) => scopeWords(scope).toLowerCase()).join("; ")}
      </p>
    </div>
    <form method="post" action="/you/apps/${app.id}/revoke">
      <button class="button quiet" aria-label="Revoke ${app.name}">Revoke</button>
    </form>
  </li>`;
