import { sql } from "drizzle-orm";
import {
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { ActorId } from "#domain/ids.ts";
import type { PublicJwk } from "#domain/public-jwk.ts";

/** The keys that this institution attests with, one after another; the public halves stay for ever. */
export const issuerKeys = pgTable(
  "issuer_keys",
  {
    /** The thumbprint of the key (RFC 7638). */
    keyId: text("key_id").primaryKey(),
    publicJwk: jsonb("public_jwk").notNull().$type<PublicJwk>(),
    /** A JWE under the instance's wrapping key; null once the key is retired. */
    privateKey: text("private_key"),
    /** Published from its making on, so that others know it by this time. */
    signsFrom: timestamp("signs_from", { withTimezone: true }).notNull(),
    retiredAt: timestamp("retired_at", { withTimezone: true }),
  },
  (table) => [
    // Two processes that both find none, or both find it old, make one key.
    uniqueIndex("issuer_keys_newest")
      .on(sql`(${table.retiredAt} is null)`)
      .where(sql`${table.retiredAt} is null`),
  ],
);

/** Places in the status lists. A place belongs to one persona for ever, so a revocation is never taken back by another. */
export const attestationStatuses = pgTable(
  "attestation_statuses",
  {
    list: integer("list").notNull(),
    index: integer("index").notNull(),
    /** Given before the persona is stored, so it refers to no row; where that fails, a place is lost and nothing else. */
    actorId: uuid("actor_id").notNull().$type<ActorId>(),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
    /** For this institution's own record; never published. */
    reason: text("reason"),
  },
  (table) => [
    primaryKey({ columns: [table.list, table.index] }),
    uniqueIndex("attestation_statuses_in_force")
      .on(table.actorId)
      .where(sql`${table.revokedAt} is null`),
    index("attestation_statuses_revoked")
      .on(table.revokedAt)
      .where(sql`${table.revokedAt} is not null`),
  ],
);
