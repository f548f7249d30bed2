import postgres from "postgres";
import type { Crowd } from "./crowd.ts";
import { followSenders } from "./follows.ts";
import type { Institution } from "./institution.ts";
import { until } from "./wait.ts";

/** Sends cases to an institution until somebody sees them there. */
export interface CaseFlow {
  /** Posts so many cases of the senders. @returns seconds from the first request until the last is in a home timeline */
  run(count: number): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Lets a persona of the institution follow all senders of the crowd, and meets each of them once.
 *
 * @param handle of the persona
 */
export async function openCaseFlow(
  crowd: Crowd,
  institution: Institution,
  handle: string,
  connections: number,
): Promise<CaseFlow> {
  const { databaseUrl, origin, port } = institution;
  await followSenders(databaseUrl, handle, crowd.senders);
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const [owner] = await sql<{ id: string }[]>`select id from actors where local and username = ${handle}`;
  if (owner === undefined) throw new Error(`There is no persona ${handle}`);
  const seen = async (): Promise<number> => {
    const [row] = await sql<{ n: number }[]>`
      select count(*)::int as n from feed_entries where owner_id = ${owner.id}`;
    return row?.n ?? 0;
  };
  let expected = await seen();
  const flow = async (count: number, atOnce: number): Promise<number> => {
    await crowd.prepare(`${origin}/inbox`, count);
    expected += count;
    const begun = performance.now();
    await crowd.post(port, atOnce);
    return until(`${expected} cases in the timeline`, async () =>
      (await seen()) >= expected ? (performance.now() - begun) / 1000 : undefined,
    );
  };
  await flow(crowd.senders.length, 4);
  return { run: (count) => flow(count, connections), stop: () => sql.end() };
}
