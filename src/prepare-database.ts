import { migrate } from "#store/migrate.ts";
import { reachDatabase } from "#store/reach.ts";
import type { Config } from "./config.ts";

/** Brings the schema up to date, as the role that may; @throws Refusal where a configured database does not answer */
export async function prepareDatabase(config: Config, databaseUrl: string): Promise<void> {
  const { migrationDatabaseUrl } = config;
  if (config.databaseUrl !== undefined) await reachDatabase("DATABASE_URL", databaseUrl);
  if (migrationDatabaseUrl !== undefined) await reachDatabase("MIGRATION_DATABASE_URL", migrationDatabaseUrl);
  await migrate(migrationDatabaseUrl ?? databaseUrl, databaseUrl);
}
