import { html } from "hono/html";
import type { Debtor, RecallStanding } from "#store/recalls.ts";
import { card } from "#ui/card.ts";
import { chip } from "#ui/chips.ts";
import { count, type Html, said } from "#ui/html.ts";
import { when } from "#ui/when.ts";
import { spanWords } from "./span.ts";

/** The withdrawn cases: who has confirmed that nothing is left, and who still owes that, since when. */
export const recallsCard = (recalls: readonly RecallStanding[], now: Date): Html =>
  card(
    {
      title: "Withdrawn cases",
      id: "recalls",
      note: "Institutions confirm with a signed receipt; other servers are looked at. One that owes past its time is sent no restricted case.",
    },
    html`<table class="cards-on-phone">
      <thead>
        <tr>
          <th scope="col">Case</th>
          <th scope="col">Withdrawn</th>
          <th scope="col">Confirmed</th>
          <th scope="col">Still owe</th>
        </tr>
      </thead>
      <tbody>
        ${recalls.map(
          (recall) =>
            html`<tr>
              <th scope="row"><a href="/cases/${recall.caseId}">${recall.caseId.slice(-12)}</a></th>
              <td data-label="Withdrawn">
                ${when(recall.withdrawnAt, now)} by
                ${recall.withdrawnBy === "author" ? "its author" : "a moderator"}
              </td>
              <td data-label="Confirmed">${confirmed(recall)}</td>
              <td data-label="Still owe">${owing(recall, now)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
  );

function confirmed({ told, confirmed: hosts, absent, caseId }: RecallStanding): Html {
  if (told === 0) return html`<span class="soft">it was sent to nobody</span>`;
  return html`<p>${hosts.length} of ${told}${absent === 0 ? "" : `, and not found at ${absent} more`}</p>
    ${hosts.length === 0 ? "" : html`<p class="soft">${said(hosts.join(", "))} · <a href="/manage/recalls/${caseId}/receipts" download>Receipts</a></p>`}`;
}

function owing({ owing: debtors, told, withdrawnAt, dueAt }: RecallStanding, now: Date): Html {
  if (debtors.length === 0) return told === 0 ? html`–` : chip("Nobody", "good", "check");
  const since = spanWords(now.getTime() - withdrawnAt.getTime());
  return html`<p>
      ${
        now > dueAt
          ? chip(`Late: due ${spanWords(now.getTime() - dueAt.getTime())} ago`, "urgent", "alert")
          : chip(`${count(debtors.length, "server", "servers")}, since ${since}`, "warning", "clock")
      }
    </p>
    <ul class="plain">
      ${debtors.map((debtor) => html`<li>${said(debtor.host)}: <span class="soft">since ${since}. ${debtWords(debtor)}</span></li>`)}
    </ul>`;
}

function debtWords({ found, undelivered }: Debtor): string {
  if (found === "shown") return "It still shows the case.";
  if (undelivered !== null) return `Not delivered: ${undelivered}`;
  return found === "unclear" ? "Told; it gives no receipt and cannot be looked at." : "Told; no receipt yet.";
}
