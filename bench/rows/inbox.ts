import { z } from "zod";
import { openCrowd } from "../support/crowd.ts";
import { startInstitution } from "../support/institution.ts";
import { CpuMeter } from "../support/process-facts.ts";
import { startProgram } from "../support/program.ts";
import { rateRow } from "../support/result.ts";
import { interleaved } from "../support/rounds.ts";
import type { Row } from "../support/row.ts";
import { Undo } from "../support/undo.ts";

const SERVERS = 20;
const SENDERS = 200;
/** Requests a round, and to stock Fedify, which would need minutes for as many. */
const REQUESTS = 1500;
const STOCK_REQUESTS = 200;
const CONNECTIONS = 64;

/**
 * Signed Creates that are taken: durably stored and answered with 202, by one process of the role `web`. The floor and
 * stock Fedify get requests of the same kind; everybody knows the senders' keys before it begins.
 */
export const inbox: Row = {
  name: "inbox",
  async run(ground) {
    await using undo = new Undo();
    const crowd = undo.add(await openCrowd({ servers: SERVERS, senders: SENDERS }));
    const ours = undo.add(
      await startInstitution(ground, { name: "inbox", role: "web", allowOrigins: crowd.origins }),
    );
    const { origin } = ours;
    const floor = undo.add(startProgram("programs/floor-inbox.ts"));
    const databaseUrl = await ground.database("inbox_floor", { empty: true });
    const floorPort = await floor.call("open", { databaseUrl, origin, keys: crowd.senders }, z.number());
    const stock = undo.add(startProgram("stock/server.ts"));
    const stockPort = await stock.call("open", { origin }, z.number());

    // Everybody is met at leisure, so that no key is asked for in the rounds.
    for (const port of [ours.port, stockPort]) {
      await crowd.prepare(`${origin}/inbox`, SENDERS);
      await crowd.post(port, 4);
    }
    const taken = (port: number, requests: number, cpu: CpuMeter) => async (): Promise<number> => {
      await crowd.prepare(`${origin}/inbox`, requests);
      const { seconds } = await cpu.over(requests, () => crowd.post(port, CONNECTIONS));
      return requests / seconds;
    };
    const cpu = {
      floor: new CpuMeter(floor.pid),
      ours: new CpuMeter(ours.pid),
      stock: new CpuMeter(stock.pid),
    };
    const sides = await interleaved({
      floor: taken(floorPort, REQUESTS, cpu.floor),
      ours: taken(ours.port, REQUESTS, cpu.ours),
      stock: taken(stockPort, STOCK_REQUESTS, cpu.stock),
    });
    const details = {
      "ms CPU each": cpu.ours.msEach,
      "floor's": cpu.floor.msEach,
      "stock's": cpu.stock.msEach,
    };
    return [rateRow({ name: "inbox", unit: "activities/s", details }, sides)];
  },
};
