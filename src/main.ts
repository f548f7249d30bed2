import { loadConfig } from "./config.ts";
import { runUntilSignal } from "./run.ts";

await runUntilSignal(() => loadConfig());
