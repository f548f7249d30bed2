import { z } from "zod";
import type { Crowd } from "./crowd.ts";
import { addFollowers } from "./follows.ts";
import type { Institution } from "./institution.ts";
import type { BenchPhysician } from "./physician.ts";
import { CpuMeter } from "./process-facts.ts";
import { startProgram } from "./program.ts";
import { quantile, rateRow, type RowResult } from "./result.ts";
import { interleaved } from "./rounds.ts";
import { Undo } from "./undo.ts";
import { waitForArrivals } from "./wait.ts";

/** As our deliverer has it. */
const CONCURRENCY = 64;
const PER_HOST = 8;

/** Who delivers, and to how many. */
export interface DeliveryPlan {
  readonly name: string;
  readonly crowd: Crowd;
  readonly ours: Institution;
  readonly physician: BenchPhysician;
  /** Each with an inbox of its own, spread over the servers of the crowd. */
  readonly followers: number;
  readonly stockFollowers: number;
}

/** The inboxes of so many followers. */
export const inboxesOf = (crowd: Crowd, count: number): string[] =>
  Array.from(
    { length: count },
    (_, index) => `${crowd.origins[index % crowd.origins.length] ?? ""}/users/follower-${index}/inbox`,
  );

/** Delivers one public case after another to all followers, against signing and posting alone and against stock Fedify. */
export async function deliveryRounds(plan: DeliveryPlan): Promise<RowResult> {
  const { crowd, ours, physician, followers, stockFollowers } = plan;
  await using undo = new Undo();
  const inboxes = inboxesOf(crowd, followers);
  await addFollowers(ours.databaseUrl, physician.handle, inboxes);
  const floor = undo.add(startProgram("programs/floor-delivery.ts"));
  const stock = undo.add(startProgram("stock/server.ts"));
  await stock.call("open", { origin: "http://stock.localhost:1" }, z.number());
  const body = "x".repeat(3000);
  const stockInboxes = inboxes
    .slice(0, stockFollowers)
    .map((inbox) => ({ id: inbox.replace(/\/inbox$/u, ""), inbox }));
  const cpu = {
    floor: new CpuMeter(floor.pid),
    ours: new CpuMeter(ours.pid),
    stock: new CpuMeter(stock.pid),
  };
  const answers: number[] = [];

  const sides = await interleaved({
    async floor() {
      const wanted = { inboxes, body, concurrency: CONCURRENCY, perHost: PER_HOST };
      const deliver = () => floor.call("deliver", wanted, z.number());
      return followers / (await cpu.floor.over(followers, deliver));
    },
    async ours() {
      const press = await physician.draftCase("Annular plaque, unmoved by terbinafine");
      const post = async () => void answers.push(await press());
      return cpu.ours.over(followers, () => rate(crowd, followers, post));
    },
    stock() {
      const deliver = () => stock.call("deliver", { inboxes: stockInboxes }, z.unknown());
      return cpu.stock.over(stockFollowers, () => rate(crowd, stockFollowers, deliver));
    },
  });
  const details = {
    "answered after ms": quantile(answers, 0.5),
    "ms CPU each": cpu.ours.msEach,
    "floor's": cpu.floor.msEach,
    "stock's": cpu.stock.msEach,
  };
  return rateRow({ name: plan.name, unit: "deliveries/s", details }, sides);
}

/** Arrivals a second, from the beginning of `begin` to the last one. */
async function rate(crowd: Crowd, count: number, begin: () => Promise<unknown>): Promise<number> {
  await crowd.forget();
  const begun = performance.timeOrigin + performance.now();
  await begin();
  return (count / ((await waitForArrivals(crowd, count)) - begun)) * 1000;
}
