import type { ExtractTablesWithRelations } from "drizzle-orm";
import type { PgDatabase, PgTransaction } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema/index.ts";

type Tables = ExtractTablesWithRelations<typeof schema>;

/** A connection or a transaction: what every query function takes first. */
export type Database = PgDatabase<PostgresJsQueryResultHKT, typeof schema, Tables>;
/** A transaction: what a function takes that must not run outside one. */
export type Transaction = PgTransaction<PostgresJsQueryResultHKT, typeof schema, Tables>;

/** An open database: typed queries, and the driver below them for LISTEN and COPY. */
export interface OpenDatabase {
  readonly db: Database;
  readonly sql: postgres.Sql;
  /** Waits for running queries, at most five seconds. */
  close(): Promise<void>;
}

/**
 * Opens a pool. Connections are made when they are needed and made again after the server was away, so a start
 * before the database is up, or a restart of the database, heals by itself.
 *
 * @param url postgres:// address; a Unix socket goes in as `?host=/path`
 * @param max connections at most
 */
export function openDatabase(url: string, max = 10): OpenDatabase {
  const sql = postgres(url, {
    max,
    // The driver asks for them behind each new connection, and a connection that is lost meanwhile would end the process.
    fetch_types: false,
    onnotice: () => {},
    // Seconds before the next try to connect. The driver's own back-off grows to twenty, for which nothing would be heard;
    // and each try that fails answers one query only, while all others of an outage wait for their turn.
    backoff: (failures) => Math.min(0.5, 0.05 * 2 ** failures) * (0.5 + Math.random() / 2),
    connection: {
      application_name: "consilium",
      // A plan that was kept from when a table was empty reads it from end to end when it is full.
      plan_cache_mode: "force_custom_plan",
    },
  });
  return { db: drizzle(sql, { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}
