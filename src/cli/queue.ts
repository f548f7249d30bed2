import { Command } from "commander";
import { invalid } from "#domain/refusal.ts";
import { queueDepth, retryFailed } from "#store/queue.ts";
import { columns, report } from "./report.ts";
import { withInstance } from "./with-instance.ts";

export const queueCommand = new Command("queue")
  .description("show what work waits, or try again what was given up")
  .option("--retry <queue>", "try the failed messages of this queue again")
  .option("--json", "print JSON")
  .action(async ({ retry, json }: { retry?: string; json?: boolean }) => {
    const depths = await withInstance(async (app) => {
      if (retry !== undefined && (await retryFailed(app.instance.db, retry)) === 0) {
        throw invalid(
          "retry",
          `No message of a queue "${retry}" was given up, so there is nothing to try again.`,
        );
      }
      return queueDepth(app.instance.db);
    });
    const rows = depths.map((depth) => [
      depth.queue,
      ...[depth.waiting, depth.delayed, depth.running, depth.failed].map(String),
      `${Math.round(depth.oldestMs / 1000)} s`,
    ]);
    report(json, depths, columns([["queue", "waiting", "delayed", "running", "failed", "oldest"], ...rows]));
  });
