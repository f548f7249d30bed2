import { type BenchOptions, readOptions, usage } from "./options.ts";
import { actor } from "./rows/actor.ts";
import { delivery } from "./rows/delivery.ts";
import { fanout } from "./rows/fanout.ts";
import { growth } from "./rows/growth.ts";
import { image } from "./rows/image.ts";
import { inboxProcessed } from "./rows/inbox-processed.ts";
import { inbox } from "./rows/inbox.ts";
import { live } from "./rows/live.ts";
import { memory } from "./rows/memory.ts";
import { pages } from "./rows/pages.ts";
import { start } from "./rows/start.ts";
import { timeline } from "./rows/timeline.ts";
import { runStudy, STUDY_NAMES } from "./studies.ts";
import { openGround } from "./support/ground.ts";
import type { RowResult } from "./support/result.ts";
import type { Row } from "./support/row.ts";
import { table } from "./support/table.ts";
import { writeResults } from "./support/write-results.ts";

const ROWS: readonly Row[] = [
  inbox,
  inboxProcessed,
  delivery,
  fanout,
  actor,
  timeline,
  pages,
  live,
  image,
  memory,
  start,
  growth,
];
const NAMES = [...ROWS.map(({ name }) => name), ...STUDY_NAMES];

const say = (line: string): void => void process.stderr.write(`${line}\n`);

let options: BenchOptions;
try {
  options = readOptions(process.argv.slice(2), NAMES);
} catch (error) {
  refuse(error);
}

function refuse(error: unknown): never {
  say(`${error instanceof Error ? error.message : String(error)}\n\n${usage(NAMES)}`);
  process.exit(2);
}

const study = options.only === undefined ? undefined : await runStudy(options.only, options).catch(refuse);
if (study !== undefined) {
  const lines = options.json ? [JSON.stringify(study.found)] : study.lines;
  await print(lines);
  process.exit();
}

const results = await measure();
const shown = table(results);
if (options.write) await writeResults(shown, options);
await print([shown, ...(options.json ? [JSON.stringify({ rows: results })] : [])]);
process.exit();

/** Ending before the pipe has taken everything would cut a long result off. */
async function print(lines: readonly string[]): Promise<void> {
  await new Promise((resolve) => process.stdout.write(lines.map((line) => `${line}\n`).join(""), resolve));
}

/** Every row that is wanted, one after another. */
async function measure(): Promise<RowResult[]> {
  const ground = await openGround((step) => say(`${step} …`));
  const end = (): void => {
    ground.stop().then(
      () => process.exit(130),
      () => process.exit(1),
    );
  };
  process.once("SIGINT", end).once("SIGTERM", end);
  try {
    const measured: RowResult[] = [];
    for (const row of ROWS.filter(({ name }) => options.only === undefined || options.only === name)) {
      const begun = performance.now();
      say(`${row.name} …`);
      measured.push(...(await row.run(ground, { objects: options.objects, write: options.write, say })));
      say(`${row.name}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    }
    return measured;
  } finally {
    await ground.stop();
  }
}
