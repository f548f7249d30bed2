import { html } from "hono/html";
import { listReports, type ShownReport } from "#store/reports.ts";
import { empty } from "#ui/empty.ts";
import { type Html, paragraphs, said } from "#ui/html.ts";
import { when } from "#ui/when.ts";
import type { WebApp, WebServices } from "../services.ts";
import { administratorOf } from "../viewer.ts";
import { showManage } from "./layout.ts";

const CATEGORY: Readonly<Record<ShownReport["category"], string>> = {
  spam: "Advertising",
  legal: "Against the law",
  violation: "Against the rules",
  other: "Something else",
};

/** What members told about accounts, the latest first. Who told it is not shown: they are pseudonyms, too. */
export function reportsPage(app: WebApp, services: WebServices): void {
  const { instance } = services;
  app.get("/manage/reports", async (c) => {
    administratorOf(c);
    const reports = await listReports(instance.db, 100);
    const now = instance.clock();
    return showManage(
      services,
      c,
      { title: "Reports", section: "/manage/reports" },
      reports.length === 0
        ? empty({ title: "No reports", words: "Nobody has reported anybody.", drawing: "search" })
        : html`<ul class="stack">
            ${reports.map((report) => reportCard(report, now))}
          </ul>`,
    );
  });
}

const reportCard = (report: ShownReport, now: Date): Html =>
  html`<li class="card stack tight">
    <h2>
      <a
        href="${report.target.local ? `/@${report.target.username}` : `/@${report.target.username}@${report.target.host}`}"
        >@${said(`${report.target.username}@${report.target.host}`)}</a
      >
    </h2>
    <p class="soft">${CATEGORY[report.category]} · ${when(report.createdAt, now)}</p>
    ${report.comment === "" ? "" : paragraphs(report.comment)}
  </li>`;
