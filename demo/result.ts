import { z } from "zod";
import { type HouseAddress, shownConsensus } from "./house.ts";

const resultShape = z.object({
  complete: z.boolean(),
  missing: z.number(),
  seconds: z.number(),
  delivery: z.object({ count: z.number(), medianMs: z.number().nullable(), p95Ms: z.number().nullable() }),
  institutions: z.array(
    z.object({
      name: z.string(),
      origin: z.string(),
      cases: z.array(shownConsensus.extend({ sourceCase: z.number(), title: z.string(), url: z.string() })),
    }),
  ),
});
export type DemoResult = z.infer<typeof resultShape>;

/** Reads what the scenario found: its last line. */
export const readResult = (output: string): DemoResult =>
  resultShape.parse(JSON.parse(output.trim().split("\n").at(-1) ?? ""));

/** What a person wants to see of it, with the addresses and sign-in names to try. */
export function table(result: DemoResult, houses: readonly HouseAddress[]): string {
  const { delivery } = result;
  const rows = result.institutions.map(({ name, cases }) => [
    name,
    String(cases.length),
    String(cases.reduce((sum, one) => sum + one.opinions, 0)),
    String(cases.filter((one) => one.consensus !== null).length),
  ]);
  const heading = ["institution", "cases shown", "opinions shown", "with a consensus"];
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ");
  return [
    "",
    line(heading),
    ...rows.map(line),
    "",
    `Deliveries: ${delivery.count}; from posting to visible at the peer: median ${delivery.medianMs} ms, 95 % within ${delivery.p95Ms} ms.`,
    result.complete
      ? `Nothing is missing on either side, after ${result.seconds} s.`
      : `${result.missing} things are missing.`,
    "",
    ...houses.map(
      ({ name, origin, people }) => `${name}: ${origin}  sign in as ${people[0]} … ${people.at(-1)}`,
    ),
    "",
  ].join("\n");
}
