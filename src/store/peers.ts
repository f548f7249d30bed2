import { and, asc, eq, inArray, ne, sql } from "drizzle-orm";
import { newId } from "#domain/ids.ts";
import type { Trust } from "#domain/peer.ts";
import type { Database, Transaction } from "./database.ts";
import { peers } from "./schema/index.ts";

export type PeerRow = typeof peers.$inferSelect;

/** What this institution thinks of the host; one that was never met is unknown. */
export async function trustOf(db: Database | Transaction, host: string): Promise<Trust> {
  const [row] = await db.select({ trust: peers.trust }).from(peers).where(eq(peers.host, host));
  return row?.trust ?? "unknown";
}

/** The same for many hosts, in their order. */
export async function trustsOf(db: Database, hosts: readonly string[]): Promise<Trust[]> {
  const rows = await db
    .select({ host: peers.host, trust: peers.trust })
    .from(peers)
    .where(inArray(peers.host, [...hosts]));
  const known = new Map(rows.map(({ host, trust }) => [host, trust]));
  return hosts.map((host) => known.get(host) ?? "unknown");
}

/** Makes sure that a host that we exchange something with has a row; an existing one is not changed. */
export async function meetPeer(db: Database | Transaction, host: string, now: Date): Promise<void> {
  await db
    .insert(peers)
    .values({ id: newId(), host, trust: "unknown", firstSeenAt: now })
    .onConflictDoNothing();
}

/** Keeps the name that an institution gives itself. */
export async function namePeer(db: Database | Transaction, host: string, name: string): Promise<void> {
  await db
    .update(peers)
    .set({ name })
    .where(and(eq(peers.host, host), ne(peers.name, name)));
}

export async function setTrust(tx: Transaction, host: string, trust: Trust, now: Date): Promise<void> {
  await tx
    .insert(peers)
    .values({ id: newId(), host, trust, firstSeenAt: now })
    .onConflictDoUpdate({ target: peers.host, set: { trust } });
}

/**
 * The names that trusted institutions gave themselves, by host. Others are left out: they could call themselves anything,
 * and go by their host.
 */
export async function peerNames(
  db: Database | Transaction,
  hosts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (hosts.length === 0) return new Map();
  const rows = await db
    .select({ host: peers.host, name: peers.name })
    .from(peers)
    .where(and(inArray(peers.host, [...hosts]), ne(peers.name, ""), eq(peers.trust, "trusted")));
  return new Map(rows.map(({ host, name }) => [host, name]));
}

/** Trusted ones first, then by host. */
export const listPeers = (db: Database): Promise<PeerRow[]> =>
  db
    .select()
    .from(peers)
    .orderBy(
      sql`array_position(array['trusted', 'limited', 'unknown', 'blocked'], ${peers.trust})`,
      asc(peers.host),
    );
