import { Command } from "commander";
import { withInstance } from "./with-instance.ts";

/** Bringing the schema up to date happens whenever a command opens the instance; this one does nothing else. */
export const migrateCommand = new Command("migrate")
  .description("bring the database to this version's schema")
  .action(async () => {
    await withInstance(() => Promise.resolve());
    process.stdout.write("The database is at this version's schema.\n");
  });
