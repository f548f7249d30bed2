import { html } from "hono/html";
import { markNotificationsRead } from "#actions/mark-notifications-read.ts";
import type { PostId } from "#domain/ids.ts";
import { unauthenticated } from "#domain/refusal.ts";
import { countUnread, listNotifications } from "#store/notifications.ts";
import { empty } from "#ui/empty.ts";
import { face } from "#ui/face.ts";
import { type Html, said } from "#ui/html.ts";
import type { PersonView } from "#ui/person.ts";
import { when } from "#ui/when.ts";
import { doneAt, doneBanner } from "./done.ts";
import { pageLinks, pageOf } from "./pages.ts";
import { personViews } from "./person-view.ts";
import type { WebApp, WebServices } from "./services.ts";
import { show } from "./show.ts";

type Notification = Awaited<ReturnType<typeof listNotifications>>["items"][number];

const NOTIFICATIONS_ON_A_PAGE = 40;

/** What happened to the reader's cases and to the cases they answered. */
export function notificationsPage(app: WebApp, services: WebServices): void {
  const { instance } = services;

  app.get("/notifications", async (c) => {
    const member = c.get("member");
    if (member === undefined) throw unauthenticated();
    const owner = member.persona?.actorId;
    const [list, unread] =
      owner === undefined
        ? [{ items: [], next: undefined }, 0]
        : await Promise.all([
            listNotifications(instance.db, owner, pageOf(c, NOTIFICATIONS_ON_A_PAGE)),
            countUnread(instance.db, owner),
          ]);
    const personView = await personViews(
      services,
      list.items.map((one) => one.actor),
    );
    const now = instance.clock();
    return show(
      services,
      c,
      { title: "Notifications", current: "notifications" },
      html`<div class="narrow stack wide">
        ${doneBanner(c)}
        <header class="row apart">
          <h1>Notifications</h1>
          ${
            unread === 0
              ? ""
              : html`<form method="post" action="/notifications/read">
                  <button class="button quiet">Mark all as read</button>
                </form>`
          }
        </header>
        ${
          list.items.length === 0
            ? empty({
                title: "Nothing yet",
                words: "When somebody answers your case, or a case that you answered, it says so here.",
                drawing: "notifications",
              })
            : html`<ul class="card news">
                ${list.items.map((one) => line(one, personView(one.actor), now))}
              </ul>`
        }
        ${pageLinks(c, list)}
      </div>`,
    );
  });

  app.post("/notifications/read", async (c) => {
    const persona = c.get("member")?.persona;
    if (persona === undefined) throw unauthenticated();
    await markNotificationsRead(instance, persona);
    return c.redirect(doneAt("/notifications", "all-read"), 303);
  });
}

function line(one: Notification, person: PersonView, now: Date): Html {
  const isUnread = one.readAt === null;
  return html`<li class="${isUnread ? "unread" : ""}">
    ${face(person.handle)}
    <div>
      <p>
        ${isUnread ? html`<span class="hidden-text">New: </span>` : ""}<a
          class="pseudonym"
          href="${person.url}"
          >${said(person.pseudonym)}</a
        >
        ${words(one)}
      </p>
      <p class="soft">${said(person.institution)} · ${when(one.publishedAt, now)}</p>
    </div>
  </li>`;
}

const post = (id: PostId | null): Html =>
  id === null ? html`a post` : html`<a href="/posts/${id}">a post</a>`;

function words({ kind, caseId, clinical, postId }: Notification): Html {
  const title =
    caseId === null || clinical === null
      ? html`a case`
      : html`<a href="/cases/${caseId}">${said(clinical.title)}</a>`;
  switch (kind) {
    case "opinion":
      return html`answered your case ${title}`;
    case "comment":
      return html`commented on your case ${title}`;
    case "answered-too":
      return html`answered a case that you answered too: ${title}`;
    case "follow":
      return html`follows you`;
    case "mention":
      return html`names you in ${post(postId)}`;
    case "boost":
      return html`passed ${post(postId)} of yours on`;
    case "like":
      return postId === null ? html`likes what you said: ${title}` : html`likes ${post(postId)} of yours`;
  }
}
