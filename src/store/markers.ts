import { and, eq, inArray, sql } from "drizzle-orm";
import type { ActorId } from "#domain/ids.ts";
import type { Database } from "./database.ts";
import { markers } from "./schema/index.ts";

export type MarkerRow = typeof markers.$inferSelect;
export type MarkedTimeline = MarkerRow["timeline"];

export const listMarkers = (
  db: Database,
  ownerId: ActorId,
  timelines: readonly MarkedTimeline[],
): Promise<MarkerRow[]> =>
  db
    .select()
    .from(markers)
    .where(and(eq(markers.ownerId, ownerId), inArray(markers.timeline, [...timelines])));

/** Moves a marker; its version counts how often it was moved. */
export async function moveMarker(db: Database, marker: Omit<MarkerRow, "version">): Promise<MarkerRow> {
  const [row] = await db
    .insert(markers)
    .values({ ...marker, version: 1 })
    .onConflictDoUpdate({
      target: [markers.ownerId, markers.timeline],
      set: {
        lastReadId: marker.lastReadId,
        updatedAt: marker.updatedAt,
        version: sql`${markers.version} + 1`,
      },
    })
    .returning();
  if (row === undefined) throw new Error("A marker was written and is not there");
  return row;
}
