import { z } from "zod";
import { type Crowd, openCrowd } from "../support/crowd.ts";
import { addFollowers } from "../support/followers.ts";
import { startInstitution } from "../support/institution.ts";
import { signInPhysician } from "../support/physician.ts";
import { CpuMeter } from "../support/process-facts.ts";
import { startProgram } from "../support/program.ts";
import { rateRow } from "../support/result.ts";
import { interleaved } from "../support/rounds.ts";
import type { Row } from "../support/row.ts";
import { Undo } from "../support/undo.ts";
import { waitForArrivals } from "../support/wait.ts";

const SERVERS = 50;
const FOLLOWERS = 1000;
const STOCK_FOLLOWERS = 200;
/** As our deliverer has it. */
const CONCURRENCY = 64;
const PER_HOST = 8;

/**
 * Deliveries of one public case to its author's followers, each with an inbox of its own: from the press on the button to
 * the last arrival. One process of the role `all` finds the inboxes, writes the ledger, signs, posts and keeps the books; the
 * floor signs and posts.
 */
export const delivery: Row = {
  name: "delivery",
  async run(ground) {
    await using undo = new Undo();
    const crowd = undo.add(await openCrowd({ servers: SERVERS, senders: 1 }));
    const ours = undo.add(await startInstitution(ground, { name: "delivery", allowOrigins: crowd.origins }));
    const physician = undo.add(await signInPhysician(ours));
    const inboxes = Array.from(
      { length: FOLLOWERS },
      (_, index) => `${crowd.origins[index % SERVERS] ?? ""}/users/follower-${index}/inbox`,
    );
    await addFollowers(ours.databaseUrl, physician.handle, inboxes);
    const floor = undo.add(startProgram("programs/floor-delivery.ts"));
    const stock = undo.add(startProgram("stock/server.ts"));
    await stock.call("open", { origin: "http://stock.localhost:1" }, z.number());
    const body = "x".repeat(3000);

    const stockInboxes = inboxes
      .slice(0, STOCK_FOLLOWERS)
      .map((inbox) => ({ id: inbox.replace(/\/inbox$/u, ""), inbox }));

    const cpu = {
      floor: new CpuMeter(floor.pid),
      ours: new CpuMeter(ours.pid),
      stock: new CpuMeter(stock.pid),
    };
    const sides = await interleaved({
      async floor() {
        const wanted = { inboxes, body, concurrency: CONCURRENCY, perHost: PER_HOST };
        const deliver = () => floor.call("deliver", wanted, z.number());
        return FOLLOWERS / (await cpu.floor.over(FOLLOWERS, deliver));
      },
      async ours() {
        const post = await physician.draftCase("Annular plaque, unmoved by terbinafine");
        return cpu.ours.over(FOLLOWERS, () => rate(crowd, FOLLOWERS, post));
      },
      stock() {
        const deliver = () => stock.call("deliver", { inboxes: stockInboxes }, z.unknown());
        return cpu.stock.over(STOCK_FOLLOWERS, () => rate(crowd, STOCK_FOLLOWERS, deliver));
      },
    });
    const details = {
      "ms CPU each": cpu.ours.msEach,
      "floor's": cpu.floor.msEach,
      "stock's": cpu.stock.msEach,
    };
    return [rateRow({ name: "delivery", unit: "deliveries/s", details }, sides)];
  },
};

/** Arrivals a second, from the beginning of `begin` to the last one. */
async function rate(crowd: Crowd, count: number, begin: () => Promise<unknown>): Promise<number> {
  await crowd.forget();
  const begun = performance.timeOrigin + performance.now();
  await begin();
  return (count / ((await waitForArrivals(crowd, count)) - begun)) * 1000;
}
