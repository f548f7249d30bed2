import { AsyncLocalStorage } from "node:async_hooks";
import { configure, getJsonLinesFormatter, getStreamSink } from "@logtape/logtape";
import { Writable } from "node:stream";
import type { Config } from "./config.ts";

/** Sends the log to standard error, one JSON object a line. Nothing in it links a persona to a physician. */
export function configureLogging(level: Config["logLevel"]): Promise<void> {
  return configure({
    reset: true,
    // Fedify names the request or message that each of its lines belongs to.
    contextLocalStorage: new AsyncLocalStorage(),
    sinks: { stderr: getStreamSink(Writable.toWeb(process.stderr), { formatter: getJsonLinesFormatter() }) },
    loggers: [
      { category: "consilium", lowestLevel: level, sinks: ["stderr"] },
      { category: "fedify", lowestLevel: "error", sinks: ["stderr"] },
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["stderr"] },
    ],
  });
}
