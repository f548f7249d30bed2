import { Command } from "commander";
import { report } from "./report.ts";
import { withDatabase } from "./with-instance.ts";

/** Every other command does this too, before its own work; this one does nothing else. */
export const migrateCommand = new Command("migrate")
  .description("bring the database to this version's schema")
  .option("--json", "print JSON")
  .action(async ({ json }: { json?: boolean }) => {
    await withDatabase(() => Promise.resolve());
    report(json, { migrated: true }, ["The database is at this version's schema."]);
  });
