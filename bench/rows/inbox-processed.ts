import { z } from "zod";
import { openCrowd } from "../support/crowd.ts";
import { startInstitution } from "../support/institution.ts";
import { signInPhysician } from "../support/physician.ts";
import { CpuMeter } from "../support/process-facts.ts";
import { openCaseFlow } from "../support/processed.ts";
import { startProgram } from "../support/program.ts";
import { rateRow } from "../support/result.ts";
import { interleaved } from "../support/rounds.ts";
import type { Row } from "../support/row.ts";
import { Undo } from "../support/undo.ts";
import { until } from "../support/wait.ts";

const SERVERS = 20;
const SENDERS = 100;
const REQUESTS = 600;
const STOCK_REQUESTS = 150;
const CONNECTIONS = 64;

/**
 * Signed Creates of cases until they are in the home timeline of a follower: taken, read, stored with their events and fed to
 * timelines, by one process of the role `all`. The floor is that of the row `inbox`, which only takes them; stock Fedify reads
 * them and forgets.
 */
export const inboxProcessed: Row = {
  name: "inbox-processed",
  async run(ground) {
    await using undo = new Undo();
    const crowd = undo.add(await openCrowd({ servers: SERVERS, senders: SENDERS }));
    const ours = undo.add(await startInstitution(ground, { name: "processed", allowOrigins: crowd.origins }));
    const { origin } = ours;
    const physician = undo.add(await signInPhysician(ours));
    const flow = undo.add(await openCaseFlow(crowd, ours, physician.handle, CONNECTIONS));
    const floor = undo.add(startProgram("programs/floor-inbox.ts"));
    const databaseUrl = await ground.database("processed_floor", { empty: true });
    const floorPort = await floor.call("open", { databaseUrl, origin, keys: crowd.senders }, z.number());
    const stock = undo.add(startProgram("stock/server.ts"));
    const stockPort = await stock.call("open", { origin }, z.number());
    let stockExpected = 0;
    const stockSeconds = async (count: number, connections: number): Promise<number> => {
      await crowd.prepare(`${origin}/inbox`, count);
      stockExpected += count;
      const begun = performance.now();
      await crowd.post(stockPort, connections);
      return until("what stock Fedify processes", async () => {
        const processed = await stock.call("processed", {}, z.number());
        return processed >= stockExpected ? (performance.now() - begun) / 1000 : undefined;
      });
    };
    await stockSeconds(SENDERS, 4);

    const cpu = new CpuMeter(ours.pid);
    const sides = await interleaved({
      async floor() {
        await crowd.prepare(`${origin}/inbox`, REQUESTS);
        return REQUESTS / (await crowd.post(floorPort, CONNECTIONS)).seconds;
      },
      ours: async () => REQUESTS / (await cpu.over(REQUESTS, () => flow.run(REQUESTS))),
      stock: async () => STOCK_REQUESTS / (await stockSeconds(STOCK_REQUESTS, CONNECTIONS)),
    });
    const details = { "ms CPU each": cpu.msEach };
    return [rateRow({ name: "inbox-processed", unit: "activities/s", details }, sides)];
  },
};
