import { sql } from "drizzle-orm";
import { z } from "zod";
import {
  type AccountId,
  type BoostId,
  type CaseId,
  idSchema,
  type OpinionId,
  parseId,
  type PostId,
} from "#domain/ids.ts";
import type { Database, OpenDatabase, Transaction } from "#store/database.ts";
import { ENDED_SESSIONS_CHANNEL } from "#store/sessions.ts";

const CHANNEL = "consilium_live";

const caseId = idSchema<CaseId>();
const postId = idSchema<PostId>();
const liveEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.enum(["case", "comment"]), caseId }),
  z.object({ type: z.literal("opinion"), caseId, opinionId: idSchema<OpinionId>() }),
  z.object({ type: z.enum(["post", "post-edited", "post-removed"]), postId }),
  z.object({ type: z.literal("boost"), postId, boostId: idSchema<BoostId>() }),
]);

/** What open pages hear of: ids only, so that each reader's page asks for what that reader may see. */
export type LiveEvent = Readonly<z.output<typeof liveEventSchema>>;

/** Tells the open pages of every process, when the transaction commits. */
export async function announceLive(
  tx: Transaction | Database,
  ...events: readonly LiveEvent[]
): Promise<void> {
  const texts = JSON.stringify(events.map((event) => JSON.stringify(event)));
  await tx.execute(
    sql`select pg_notify(${CHANNEL}, event) from json_array_elements_text(${texts}::text::json) as event`,
  );
}

/** The live events of all processes. */
export interface LiveChannel {
  /** Calls `listener` for each event until the returned function is called. A listener must not throw. */
  subscribe(listener: (event: LiveEvent) => void): () => void;
  /** Calls `listener` with each account of which sessions were ended, until the returned function is called. */
  onSessionsEnded(listener: (accountId: AccountId) => void): () => void;
  close(): Promise<void>;
}

/** Listens on one connection for all pages of this process; the driver reconnects by itself. */
export async function openLiveChannel(open: OpenDatabase): Promise<LiveChannel> {
  const listeners = new Set<(event: LiveEvent) => void>();
  const channel = await open.sql.listen(CHANNEL, (payload) => {
    const parsed = liveEventSchema.safeParse(JSON.parse(payload));
    if (!parsed.success) return;
    for (const listener of listeners) listener(parsed.data);
  });
  const endedListeners = new Set<(accountId: AccountId) => void>();
  const endings = await open.sql.listen(ENDED_SESSIONS_CHANNEL, (payload) => {
    const accountId = parseId<AccountId>(payload);
    if (accountId !== undefined) for (const listener of endedListeners) listener(accountId);
  });
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onSessionsEnded(listener) {
      endedListeners.add(listener);
      return () => endedListeners.delete(listener);
    },
    async close() {
      listeners.clear();
      endedListeners.clear();
      await channel.unlisten();
      await endings.unlisten();
    },
  };
}
