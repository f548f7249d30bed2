import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { cases, comments, opinions, peers, personas } from "./schema/index.ts";

/** Sizes that everyone may know: of what is restricted nothing is counted. */
export interface InstanceFigures {
  readonly personas: number;
  /** Local cases open to everyone, and the local replies to public cases. */
  readonly statuses: number;
  readonly hosts: number;
}

export async function countInstance(db: Database): Promise<InstanceFigures> {
  const replies = (table: typeof opinions | typeof comments) =>
    sql`(select count(*) from ${table} r join ${cases} c on c.id = r.case_id where r.local and c.audience = 'public')`;
  const [row] = await db.execute<{ personas: number; statuses: number; hosts: number }>(sql`
    select (select count(*)::int from ${personas}) as personas,
      ((select count(*) from ${cases} where local and audience = 'public') + ${replies(opinions)} + ${replies(comments)})::int as statuses,
      (select count(*)::int from ${peers} where trust <> 'blocked') as hosts`);
  return row ?? { personas: 0, statuses: 0, hosts: 0 };
}
