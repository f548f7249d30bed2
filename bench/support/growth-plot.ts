import { writeFile } from "node:fs/promises";
import path from "node:path";
import { median } from "./result.ts";

/** What an activity cost at one size of the database, in milliseconds, round by round. */
export interface GrowthPoint {
  readonly label: string;
  readonly values: readonly number[];
}

const FILE = path.resolve(import.meta.dirname, "../growth.svg");
const WIDTH = 720;
const HEIGHT = 320;
const LEFT = 70;
const BOTTOM = 260;
const TOP = 40;

/** Draws the medians with the range of their rounds, and writes `bench/growth.svg`. */
export async function writeGrowth(points: readonly GrowthPoint[]): Promise<void> {
  const highest = Math.max(...points.flatMap(({ values }) => values)) * 1.1;
  const y = (value: number): number => BOTTOM - ((BOTTOM - TOP) * value) / highest;
  const step = (WIDTH - LEFT - 20) / points.length;
  const marks = points.map(({ label, values }, index) => {
    const x = LEFT + step * (index + 0.5);
    const [low, high, middle] = [Math.min(...values), Math.max(...values), median(values)];
    return `<line x1="${x}" y1="${y(low).toFixed(1)}" x2="${x}" y2="${y(high).toFixed(1)}" stroke="#5b7f95" stroke-width="3"/>
  <circle cx="${x}" cy="${y(middle).toFixed(1)}" r="6" fill="#12455f"/>
  <text x="${x + 12}" y="${(y(middle) + 5).toFixed(1)}">${middle.toFixed(2)} ms</text>
  <text x="${x}" y="${BOTTOM + 24}" text-anchor="middle">${label}</text>`;
  });
  await writeFile(
    FILE,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">
  <rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
  <text x="${LEFT}" y="22">Milliseconds for each activity, from its arrival to the timeline: median and range of the rounds</text>
  <line x1="${LEFT}" y1="${TOP}" x2="${LEFT}" y2="${BOTTOM}" stroke="#333333"/>
  <line x1="${LEFT}" y1="${BOTTOM}" x2="${WIDTH - 20}" y2="${BOTTOM}" stroke="#333333"/>
  <text x="${LEFT - 8}" y="${TOP + 5}" text-anchor="end">${highest.toFixed(1)}</text>
  <text x="${LEFT - 8}" y="${BOTTOM + 4}" text-anchor="end">0</text>
  ${marks.join("\n  ")}
  <text x="${LEFT}" y="${BOTTOM + 48}">Objects in the database</text>
</svg>
`,
  );
}
