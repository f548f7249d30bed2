import { openCrowd } from "../support/crowd.ts";
import { startInstitution } from "../support/institution.ts";
import { plainRow } from "../support/result.ts";
import { interleaved } from "../support/rounds.ts";
import type { Row } from "../support/row.ts";
import { caseId, readerToken } from "../support/seed-rows.ts";
import { seeded } from "../support/seeded.ts";
import { Undo } from "../support/undo.ts";

const REQUESTS = 100;

/** Whole pages as a physician who is signed in gets them, p95 of one after another: a case with 200 opinions, and home. */
export const pages: Row = {
  name: "case-page",
  async run(ground, { objects, say }) {
    await using undo = new Undo();
    const { databaseUrl, plan } = await seeded(ground, objects, say);
    const crowd = undo.add(await openCrowd({ servers: 1, senders: 1 }));
    const ours = undo.add(await startInstitution(ground, { name: "pages", databaseUrl, allowOrigins: [] }));
    const p95 = (path: string) => async (): Promise<number> => {
      const headers = {
        host: ours.host,
        accept: "text/html",
        cookie: `consilium_session=${readerToken(0)}`,
      };
      return (await crowd.get(ours.port, { path, headers, count: REQUESTS, connections: 1 })).p95Ms;
    };
    const { page, home } = await interleaved({
      page: p95(`/cases/${caseId(plan, plan.cases - 1)}?look`),
      home: p95("/"),
    });
    return [
      plainRow({ name: "case-page", unit: "ms p95" }, page),
      plainRow({ name: "home-page", unit: "ms p95" }, home),
    ];
  },
};
