import { z } from "zod";
import { startProgram } from "../support/program.ts";
import { costRow } from "../support/result.ts";
import { interleaved } from "../support/rounds.ts";
import type { Row } from "../support/row.ts";
import { readerId } from "../support/seed-rows.ts";
import { seeded } from "../support/seeded.ts";
import { Undo } from "../support/undo.ts";

const QUERIES = 400;

/** A page of the home timeline, p99 over the readers, as the pages ask the store for it, against one bare query. */
export const timeline: Row = {
  name: "timeline",
  async run(ground, { objects, say }) {
    await using undo = new Undo();
    const { databaseUrl, plan } = await seeded(ground, objects, say);
    const program = undo.add(startProgram("programs/timeline.ts"));
    await program.call("open", { databaseUrl }, z.unknown());
    const owners = Array.from({ length: plan.readers }, (_, reader) => readerId(reader));
    const wanted = { owners, count: QUERIES };
    const sides = await interleaved({
      floor: () => program.call("floor", wanted, z.number()),
      ours: () => program.call("ours", wanted, z.number()),
    });
    return [costRow({ name: "timeline", unit: "ms p99" }, sides)];
  },
};
