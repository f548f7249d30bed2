const WIDTH = 30;
const LINE_EVERY_MS = 2000;

/**
 * Shows how far a step is: a bar on a terminal, a line every two seconds elsewhere; on standard error.
 *
 * @returns to be called for each piece that is done
 */
export function progress(step: string, total: number): () => void {
  const begun = performance.now();
  let done = 0;
  let shownAt = begun;
  const isTerminal = process.stderr.isTTY;
  const seconds = (): string => ((performance.now() - begun) / 1000).toFixed(1);
  return () => {
    done += 1;
    if (isTerminal) {
      const filled = Math.round((done / total) * WIDTH);
      const bar = `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)}`;
      process.stderr.write(`\r${step} ${bar} ${done}/${total} ${seconds()} s${done === total ? "\n" : ""}`);
    } else if (done === total || performance.now() - shownAt >= LINE_EVERY_MS) {
      shownAt = performance.now();
      process.stderr.write(`${step}: ${done} of ${total}, ${seconds()} s\n`);
    }
  };
}
