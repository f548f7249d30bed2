import { html } from "hono/html";
import { AUDIT_WORDS, type AuditAgent, type AuditEntry } from "#domain/audit.ts";
import type { AccountId } from "#domain/ids.ts";
import { listEntries } from "#store/audit.ts";
import { card } from "#ui/card.ts";
import { type Html, said } from "#ui/html.ts";
import { pagination } from "#ui/pagination.ts";
import { when } from "#ui/when.ts";
import type { WebApp, WebServices } from "../services.ts";
import { administratorOf } from "../viewer.ts";
import { showManage } from "./layout.ts";

const PATH = "/manage/audit";
const SHOWN = 50;

/** What was done here, the latest first; nobody can change it. */
export function auditPage(app: WebApp, services: WebServices): void {
  const { instance } = services;

  app.get(PATH, async (c) => {
    const { accountId } = administratorOf(c);
    const text = c.req.query("before") ?? "";
    const before = /^\d{1,15}$/u.test(text) ? Number(text) : undefined;
    const entries = await listEntries(instance.db, before, SHOWN);
    const oldest = entries.at(-1)?.sequence;
    return showManage(
      services,
      c,
      { title: "Audit log", section: PATH },
      html`${card(
        {
          title: "What was done",
          id: "entries",
          note: html`It only grows. On the server, <code>consilium audit verify</code> finds an entry that was
            changed, removed or moved, and <code>consilium audit export</code> writes it out for other
            systems.`,
        },
        entryTable(entries, accountId, instance.clock()),
      )}
      ${pagination({
        latest: before === undefined ? undefined : PATH,
        older: oldest !== undefined && oldest > 1 ? `${PATH}?before=${oldest}` : undefined,
      })}`,
    );
  });
}

const entryTable = (entries: readonly AuditEntry[], me: AccountId, now: Date): Html =>
  html`<table class="cards-on-phone">
    <thead>
      <tr>
        <th scope="col">No.</th>
        <th scope="col">What</th>
        <th scope="col">By</th>
        <th scope="col">When</th>
      </tr>
    </thead>
    <tbody>
      ${entries.map(
        (entry) =>
          html`<tr>
            <th scope="row">${entry.sequence}</th>
            <td data-label="What">${wordsFor(entry)}</td>
            <td data-label="By">${byWhom(entry.agent, me)}</td>
            <td data-label="When">${when(entry.at, now)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

function wordsFor({ action, object, detail }: AuditEntry): Html {
  const words = Object.entries(AUDIT_WORDS).find(([known]) => known === action)?.[1] ?? action;
  const name = object.slice(object.indexOf("/") + 1);
  const more = [name, ...Object.values(detail)].filter((text) => text !== "").join(" · ");
  return html`<span>${words}${more === "" ? "" : html` <span class="soft">${said(more)}</span>`}</span>`;
}

/** Other people by the number of their account only: the log does not know more. */
function byWhom(agent: AuditAgent, me: AccountId): Html | string {
  switch (agent.kind) {
    case "account":
      return agent.id === me ? "you" : html`account ${agent.id.slice(0, 8)}`;
    case "peer":
      return said(agent.host);
    case "operator":
      return "the server’s operator";
    case "system":
      return "the instance";
  }
}
