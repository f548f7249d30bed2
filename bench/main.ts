import { type BenchOptions, readOptions, usage } from "./options.ts";
import { actor } from "./rows/actor.ts";
import { delivery } from "./rows/delivery.ts";
import { image } from "./rows/image.ts";
import { inbox } from "./rows/inbox.ts";
import { memory } from "./rows/memory.ts";
import { timeline } from "./rows/timeline.ts";
import { openGround } from "./support/ground.ts";
import type { RowResult } from "./support/result.ts";
import type { Row } from "./support/row.ts";
import { table } from "./support/table.ts";
import { writeResults } from "./support/write-results.ts";

const ROWS: readonly Row[] = [inbox, delivery, timeline, actor, image, memory];
const NAMES = ROWS.map(({ name }) => name);

const say = (line: string): void => void process.stderr.write(`${line}\n`);

let options: BenchOptions;
try {
  options = readOptions(process.argv.slice(2), NAMES);
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}\n\n${usage(NAMES)}`);
  process.exit(2);
}

const results = await measure();
const shown = table(results);
process.stdout.write(`${shown}\n`);
if (options.write) await writeResults(shown, options);
if (options.json) process.stdout.write(`${JSON.stringify({ rows: results })}\n`);
process.exit();

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
      measured.push(...(await row.run(ground, { objects: options.objects, say })));
      say(`${row.name}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    }
    return measured;
  } finally {
    await ground.stop();
  }
}
