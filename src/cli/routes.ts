import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { columns, report } from "./report.ts";

/** An address that nothing is asked of: routes are known before anybody uses them. */
const NO_DATABASE = "postgres://nobody@127.0.0.1:1/nothing";

export const routesCommand = new Command("routes")
  .description("list everything that can be asked for, and who may")
  .option("--json", "print JSON")
  .action(async ({ json }: { json?: boolean }) => {
    const { createApp } = await import("#app");
    const { loadConfig } = await import("#config");
    const dataDir = await mkdtemp(path.join(tmpdir(), "consilium-routes-"));
    const secret = Buffer.alloc(32).toString("base64url");
    const silent = {
      subscribe: () => () => {},
      onSessionsEnded: () => () => {},
      close: () => Promise.resolve(),
    };
    const app = await createApp({ ...loadConfig({}, {}), dataDir, secret }, NO_DATABASE, silent);
    try {
      const routes = app.routes();
      const rows = routes.map(({ method, path: at, whoMay }) => [method, at, whoMay]);
      report(json, routes, columns([["method", "path", "who may"], ...rows]));
    } finally {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
