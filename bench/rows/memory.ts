import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { openCrowd } from "../support/crowd.ts";
import { startInstitution } from "../support/institution.ts";
import { peakMb, residentMb } from "../support/process-facts.ts";
import { startProgram } from "../support/program.ts";
import { costRow } from "../support/result.ts";
import { ROUNDS } from "../support/rounds.ts";
import type { Row } from "../support/row.ts";
import { Undo } from "../support/undo.ts";

const SERVERS = 20;
const SENDERS = 200;
const REQUESTS = 1000;
const CONNECTIONS = 64;
/** After the start, and before the load. */
const IDLE_MS = 3000;

/**
 * Resident memory of the application, one process that does everything: the highest under signed inbound Creates, and idle
 * before them. The floor is the bare inbox of the row `inbox`, a process of Hono and a database driver, under the same load.
 */
export const memory: Row = {
  name: "memory",
  async run(ground) {
    await using undo = new Undo();
    const crowd = undo.add(await openCrowd({ servers: SERVERS, senders: SENDERS }));
    const ours = undo.add(await startInstitution(ground, { name: "memory", allowOrigins: crowd.origins }));
    const floor = undo.add(startProgram("programs/floor-inbox.ts"));
    const databaseUrl = await ground.database("memory_floor", { empty: true });
    const { origin } = ours;
    const floorPort = await floor.call("open", { databaseUrl, origin, keys: crowd.senders }, z.number());
    await delay(IDLE_MS);
    const idle = await residentMb(ours.pid);
    await crowd.prepare(`${origin}/inbox`, SENDERS);
    await crowd.post(ours.port, 4);
    const peaks: { ours: number[]; floor: number[] } = { ours: [], floor: [] };
    for (let round = 0; round < ROUNDS; round++) {
      await crowd.prepare(`${origin}/inbox`, REQUESTS);
      peaks.floor.push(await peakMb(floor.pid, () => crowd.post(floorPort, CONNECTIONS)));
      peaks.ours.push(await peakMb(ours.pid, () => crowd.post(ours.port, CONNECTIONS)));
    }
    const details = { "idle MB": idle, "highest MB": Math.max(...peaks.ours) };
    return [costRow({ name: "memory", unit: "MB", details }, peaks)];
  },
};
