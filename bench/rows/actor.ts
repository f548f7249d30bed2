import { z } from "zod";
import { openCrowd } from "../support/crowd.ts";
import { startInstitution } from "../support/institution.ts";
import { signInPhysician } from "../support/physician.ts";
import { CpuMeter } from "../support/process-facts.ts";
import { startProgram } from "../support/program.ts";
import { rateRow } from "../support/result.ts";
import { interleaved } from "../support/rounds.ts";
import type { Row } from "../support/row.ts";
import { Undo } from "../support/undo.ts";

const REQUESTS = 5000;
const STOCK_REQUESTS = 150;
const CONNECTIONS = 32;
const HEADERS = { accept: "application/activity+json" };

/** Requests for the document of a persona, against a bare route that serves the same bytes. */
export const actor: Row = {
  name: "actor",
  async run(ground) {
    await using undo = new Undo();
    const crowd = undo.add(await openCrowd({ servers: 1, senders: 1 }));
    const ours = undo.add(await startInstitution(ground, { name: "actor", allowOrigins: crowd.origins }));
    const physician = undo.add(await signInPhysician(ours));
    const path = `/actors/${physician.handle}`;
    const document = await physician.client.get(`${ours.origin}${path}`, HEADERS);
    const floor = undo.add(startProgram("programs/floor-actor.ts"));
    const floorPort = await floor.call("open", { text: document.text }, z.number());
    const stock = undo.add(startProgram("stock/server.ts"));
    const stockPort = await stock.call("open", { origin: ours.origin }, z.number());

    const served =
      (port: number, asked: string, count: number, meter: CpuMeter) => async (): Promise<number> => {
        const headers = { ...HEADERS, host: ours.host };
        const wanted = { path: asked, headers, count, connections: CONNECTIONS };
        return count / (await meter.over(count, () => crowd.get(port, wanted))).seconds;
      };
    const cpu = {
      floor: new CpuMeter(floor.pid),
      ours: new CpuMeter(ours.pid),
      stock: new CpuMeter(stock.pid),
    };
    const sides = await interleaved({
      floor: served(floorPort, path, REQUESTS, cpu.floor),
      ours: served(ours.port, path, REQUESTS, cpu.ours),
      stock: served(stockPort, "/users/me", STOCK_REQUESTS, cpu.stock),
    });
    const details = {
      "ms CPU each": cpu.ours.msEach,
      "floor's": cpu.floor.msEach,
      "stock's": cpu.stock.msEach,
    };
    return [rateRow({ name: "actor", unit: "requests/s", details }, sides)];
  },
};
