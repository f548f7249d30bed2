import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/** Linux counts in these, whatever the kernel's own clock is (`getconf CLK_TCK`, fixed in its interface to programs). */
const TICKS_PER_SECOND = 100;

/** Resident memory of a process in megabytes. @throws Error on another system than Linux, or where there is no such process */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s*(\d+) kB$/mu.exec(status)?.[1]) / 1024;
}

/** Processor time that a process has spent, over all its threads. @throws Error as above */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name of the program is in brackets and may hold anything; the fields count from after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Adds up the processor time of a process over several stretches of work. */
export class CpuMeter {
  readonly #pid: number;
  #seconds = 0;
  #items = 0;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** Does some work that consists of so many items, and counts what the process spends on it. */
  async over<Result>(items: number, work: () => Promise<Result>): Promise<Result> {
    const before = await cpuSeconds(this.#pid);
    const result = await work();
    this.#seconds += (await cpuSeconds(this.#pid)) - before;
    this.#items += items;
    return result;
  }

  /** Milliseconds for each item. */
  get msEach(): number {
    return (this.#seconds * 1000) / this.#items;
  }
}

const SAMPLE_MS = 50;

/** The highest resident memory of a process while something goes on, in megabytes. */
export async function peakMb(pid: number, work: () => Promise<unknown>): Promise<number> {
  let highest = await residentMb(pid);
  const over = new AbortController();
  const sampling = (async () => {
    while (!over.signal.aborted) {
      highest = Math.max(highest, await residentMb(pid));
      await delay(SAMPLE_MS);
    }
  })();
  try {
    await work();
  } finally {
    over.abort();
    await sampling;
  }
  return highest;
}
