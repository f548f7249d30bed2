import postgres from "postgres";
import { openCrowd } from "../support/crowd.ts";
import type { Ground } from "../support/ground.ts";
import { type GrowthPoint, writeGrowth } from "../support/growth-plot.ts";
import { startInstitution } from "../support/institution.ts";
import { type CaseFlow, openCaseFlow } from "../support/processed.ts";
import { costRow, median } from "../support/result.ts";
import { interleaved } from "../support/rounds.ts";
import type { Row, RowOptions } from "../support/row.ts";
import { seed } from "../support/seed.ts";
import { planFor } from "../support/seed-rows.ts";
import { Undo } from "../support/undo.ts";

const SERVERS = 10;
const SENDERS = 50;
const REQUESTS = 150;
const CONNECTIONS = 32;
const MANY_PEERS = 10_000;

/**
 * What one activity costs, from its arrival to the timeline, as the database grows: with a hundredth of the objects, a tenth,
 * and all; and with a hundredth, but 10,000 known peers. The floor is the smallest; the plot shows all.
 */
export const growth: Row = {
  name: "growth",
  async run(ground, options) {
    await using undo = new Undo();
    const open = (name: string, objects: number, peers = 0): Promise<CaseFlow> =>
      openFlow(undo, ground, options, { name, objects, peers });
    const small = await open("small", options.objects / 100);
    const middle = await open("middle", options.objects / 10);
    const large = await open("large", options.objects);
    const peers = await open("peers", options.objects / 100, MANY_PEERS);
    const msEach = (flow: CaseFlow) => async (): Promise<number> =>
      ((await flow.run(REQUESTS)) / REQUESTS) * 1000;
    const sides = await interleaved({
      small: msEach(small),
      middle: msEach(middle),
      large: msEach(large),
      peers: msEach(peers),
    });
    const points: GrowthPoint[] = [
      { label: `${options.objects / 100}`, values: sides.small },
      { label: `${options.objects / 10}`, values: sides.middle },
      { label: `${options.objects}`, values: sides.large },
      { label: `${options.objects / 100}, ${MANY_PEERS} peers`, values: sides.peers },
    ];
    if (options.write) await writeGrowth(points);
    const details = { "a tenth": median(sides.middle), "10,000 peers": median(sides.peers) };
    return [costRow({ name: "growth", unit: "ms each", details }, { ours: sides.large, floor: sides.small })];
  },
};

async function openFlow(
  undo: Undo,
  ground: Ground,
  { say }: RowOptions,
  { name, objects, peers }: { readonly name: string; readonly objects: number; readonly peers: number },
): Promise<CaseFlow> {
  const databaseUrl = await ground.database(`growth_${name}`);
  await seed(databaseUrl, planFor(Math.round(objects)), () => {});
  say(`  ${name} seeded`);
  if (peers > 0) await addPeers(databaseUrl, peers);
  const crowd = undo.add(await openCrowd({ servers: SERVERS, senders: SENDERS }));
  const ours = undo.add(await startInstitution(ground, { name, databaseUrl, allowOrigins: crowd.origins }));
  return undo.add(await openCaseFlow(crowd, ours, "reader-0", CONNECTIONS));
}

async function addPeers(databaseUrl: string, count: number): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1 });
  await sql`
    insert into peers (id, host, trust, first_seen_at)
    select gen_random_uuid(), 'known-' || n || '.example', 'unknown', now() from generate_series(1, ${count}) as n`;
  await sql`analyze peers`;
  await sql.end();
}
