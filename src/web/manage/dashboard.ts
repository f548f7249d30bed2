import { html } from "hono/html";
import { retryFailedWork } from "#actions/retry-failed-work.ts";
import { deliveryHealth, type HostHealth } from "#store/deliveries.ts";
import { listPeers } from "#store/peers.ts";
import { listReceipts, listRecalls } from "#store/recalls.ts";
import { type QueueDepth, queueDepth } from "#store/queue.ts";
import { card } from "#ui/card.ts";
import { chip } from "#ui/chips.ts";
import { type Html, said } from "#ui/html.ts";
import { when } from "#ui/when.ts";
import { caseIdOf } from "../case-address.ts";
import { doneAt } from "../done.ts";
import { formText, readForm } from "../form.ts";
import type { WebApp, WebServices } from "../services.ts";
import { administratorOf } from "../viewer.ts";
import { showManage } from "./layout.ts";
import { recallsCard } from "./recalls.ts";
import { spanWords } from "./span.ts";

const SHOWN_RECALLS = 20;

/** How the instance is: what is still to be set up, what work waits, which peer does not answer. */
export function dashboardPage(app: WebApp, services: WebServices): void {
  const { instance } = services;

  app.get("/manage", async (c) => {
    administratorOf(c);
    const now = instance.clock();
    const [queues, deliveries, peers, recalls] = await Promise.all([
      queueDepth(instance.db),
      deliveryHealth(instance.db, now),
      listPeers(instance.db),
      listRecalls(instance.db, SHOWN_RECALLS),
    ]);
    return showManage(
      services,
      c,
      { title: "Health", section: "/manage" },
      html`${checklist(
        services,
        peers.some((peer) => peer.trust === "trusted"),
      )}
      ${card(
        {
          title: "Deliveries",
          id: "deliveries",
          note: "Peers for which something waits, or where the last try failed.",
        },
        deliveries.length === 0
          ? html`<p>${chip("All delivered", "good", "check")}</p>`
          : deliveryTable(deliveries, now),
      )}
      ${recalls.length === 0 ? "" : recallsCard(recalls, now)}
      ${card(
        { title: "Work behind the pages", id: "queues", note: "Each queue and how much of it waits." },
        queues.length === 0 ? html`<p>${chip("Nothing waits", "good", "check")}</p>` : queueTable(queues),
      )}`,
    );
  });

  app.get("/manage/recalls/:id/receipts", async (c) => {
    administratorOf(c);
    const id = caseIdOf(c.req.param("id"));
    c.header("content-disposition", `attachment; filename="receipts-${id}.json"`);
    return c.json(await listReceipts(instance.db, id));
  });

  app.post("/manage/queues/retry", async (c) => {
    administratorOf(c);
    const form = await readForm(c);
    await retryFailedWork(instance, c.get("member"), formText(form, "queue"));
    return c.redirect(doneAt("/manage", "retried"), 303);
  });
}

/** What a new institution has still to do; nothing once it is done. */
function checklist({ instance, signIn }: WebServices, hasPeers: boolean): Html | "" {
  const hasSignIn = signIn !== undefined;
  if (hasSignIn && hasPeers) return "";
  return card(
    { title: "To do first", id: "checklist" },
    html`<ol class="checklist">
      <li>
        ${mark(true)}
        <div>
          <p><b>An administrator</b></p>
          <p class="soft">That is you.</p>
        </div>
      </li>
      <li>
        ${mark(hasSignIn)}
        <div>
          <p><b>Connect the hospital's sign-in</b></p>
          ${
            hasSignIn
              ? html`<p class="soft">Physicians sign in with OpenID Connect.</p>`
              : html`<p>
                    Register this server at your OpenID Provider with the callback address
                    <code>${instance.config.origin}/sign-in/callback</code>, then set
                    <code>OIDC_ISSUER</code>, <code>OIDC_CLIENT_ID</code> and
                    <code>OIDC_CLIENT_SECRET</code> in the environment or the <code>.env</code> file, and
                    start again. The provider has to give the claim <code>profession</code>;
                    <code>specialty</code>, <code>grade</code> and <code>country</code> are shown where it
                    gives them.
                  </p>
                  <p>Until then, <a href="/manage/physicians">invite physicians by link</a>.</p>`
          }
        </div>
      </li>
      <li>
        ${mark(hasPeers)}
        <div>
          <p><b>Name the institutions that yours trusts</b></p>
          ${hasPeers ? "" : html`<p>Until then cases for trusted institutions reach nobody. <a href="/manage/peers">Add peers</a></p>`}
        </div>
      </li>
    </ol>`,
  );
}

const mark = (isDone: boolean): Html =>
  isDone ? chip("Done", "good", "check") : chip("To do", "warning", "clock");

const deliveryTable = (rows: readonly HostHealth[], now: Date): Html =>
  html`<table class="cards-on-phone">
    <thead>
      <tr>
        <th scope="col">Peer</th>
        <th scope="col" class="number">Waiting</th>
        <th scope="col">Oldest</th>
        <th scope="col" class="number">Failures in a row</th>
        <th scope="col">Last error</th>
        <th scope="col">Next try</th>
        <th scope="col">Last delivered</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${said(row.host)}</th>
            <td class="number" data-label="Waiting">${row.waiting}</td>
            <td data-label="Oldest">${row.oldestMs === null ? "–" : spanWords(row.oldestMs)}</td>
            <td class="number" data-label="Failures in a row">${row.failures}</td>
            <td data-label="Last error">${row.lastError === null ? "–" : said(row.lastError)}</td>
            <td data-label="Next try">${nextTry(row, now)}</td>
            <td data-label="Last delivered">
              ${row.lastDeliveredAt === null ? "never" : when(row.lastDeliveredAt, now)}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;

/** Not `when`, for which whatever is to come within two minutes is "just now". */
function nextTry({ pausedUntil, nextTryAt }: HostHealth, now: Date): string {
  if (pausedUntil !== null && pausedUntil > now) {
    return `paused, in ${spanWords(pausedUntil.getTime() - now.getTime())}`;
  }
  return nextTryAt === null || nextTryAt <= now
    ? "as it comes"
    : `in ${spanWords(nextTryAt.getTime() - now.getTime())}`;
}

const queueTable = (rows: readonly QueueDepth[]): Html =>
  html`<table class="cards-on-phone">
    <thead>
      <tr>
        <th scope="col">Queue</th>
        <th scope="col" class="number">Waiting</th>
        <th scope="col">Oldest</th>
        <th scope="col" class="number">Later</th>
        <th scope="col" class="number">Running</th>
        <th scope="col" class="number">Given up</th>
        <th scope="col"><span class="hidden-text">Act</span></th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${row.queue}</th>
            <td class="number" data-label="Waiting">${row.waiting}</td>
            <td data-label="Oldest">${row.waiting === 0 ? "–" : spanWords(row.oldestMs)}</td>
            <td class="number" data-label="Later">${row.delayed}</td>
            <td class="number" data-label="Running">${row.running}</td>
            <td class="number" data-label="Given up">${row.failed}</td>
            <td>
              ${
                row.failed === 0
                  ? ""
                  : html`<form method="post" action="/manage/queues/retry">
                      <input type="hidden" name="queue" value="${row.queue}" />
                      <button class="button quiet">
                        <span>Try again<span class="hidden-text"> what ${row.queue} gave up</span></span>
                      </button>
                    </form>`
              }
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
