import { sql, type SQL } from "drizzle-orm";

/** An array of the database's, also where there is none. */
export const uuids = (ids: readonly string[]): SQL =>
  sql`array[${sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )}]::uuid[]`;
