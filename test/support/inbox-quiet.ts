import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { eventually } from "./eventually.ts";
import type { TestInstance } from "./instance.ts";

/** Waits until an institution has worked off everything that was sent to it, but for what it has given up. */
export const inboxQuiet = ({ app }: TestInstance): Promise<void> =>
  eventually("the inbox is worked off", async () => {
    const [row] = await app.instance.db.execute<{ n: number }>(
      sql`select count(*)::int as n from queue_messages where queue = 'inbox' and failed_at is null`,
    );
    expect(row?.n).toBe(0);
  });
