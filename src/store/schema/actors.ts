import {
  boolean,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { ActorId } from "#domain/ids.ts";
import type { PublicJwk } from "#domain/public-jwk.ts";

/** A key that an actor signs proofs with, by its address (FEP-521a). */
export interface AssertionKey {
  readonly id: string;
  readonly jwk: PublicJwk;
}

/** Any ActivityPub actor, local or remote. */
export const actors = pgTable(
  "actors",
  {
    id: uuid("id").primaryKey().$type<ActorId>(),
    uri: text("uri").notNull().unique(),
    type: text("type").notNull().$type<"Person" | "Group" | "Application" | "Service" | "Organization">(),
    /** Without the @; unique per host. */
    username: text("username").notNull(),
    /** `URL.host` of `uri`, so with a port where there is one. */
    host: text("host").notNull(),
    local: boolean("local").notNull(),
    /** The pseudonym of a persona, the name of a stream or an institution; plain text. */
    name: text("name").notNull(),
    /** HTML, sanitised. */
    summary: text("summary").notNull().default(""),
    /** The page for people. */
    url: text("url").notNull(),
    inbox: text("inbox").notNull(),
    sharedInbox: text("shared_inbox"),
    followers: text("followers"),
    /** The remote actor's Ed25519 `assertionMethod` public keys; empty for a local actor, whose keys are in `actor_keys`. */
    assertionKeys: jsonb("assertion_keys").notNull().default([]).$type<AssertionKey[]>(),
    /** A remote persona's attestation as its actor shows it (profession only). */
    attestation: text("attestation"),
    /** What the attestation said when it was last checked here, for labels; null where it did not hold. */
    verified: jsonb("verified").$type<{ profession: string; specialty?: string; until: string } | null>(),
    fetchedAt: timestamp("fetched_at", { withTimezone: true }).notNull(),
  },
  (table) => [unique("actors_handle").on(table.host, table.username)],
);

/** Keys of local actors: RSA-2048 for HTTP signatures, Ed25519 for proofs and attestations. */
export const actorKeys = pgTable(
  "actor_keys",
  {
    /** The key's address: the actor's with a fragment. */
    keyId: text("key_id").primaryKey(),
    actorId: uuid("actor_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    kind: text("kind").notNull().$type<"rsa" | "ed25519">(),
    publicJwk: jsonb("public_jwk").notNull().$type<PublicJwk>(),
    /** A JWE under the instance's wrapping key; never in clear in the database or its backups. */
    privateKey: text("private_key").notNull(),
  },
  (table) => [unique("actor_keys_kind").on(table.actorId, table.kind)],
);

/** Follows between any two actors of which at least one is local. */
export const follows = pgTable(
  "follows",
  {
    followerId: uuid("follower_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    followeeId: uuid("followee_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    /** The id of the Follow activity. */
    uri: text("uri").notNull().unique(),
    state: text("state").notNull().$type<"pending" | "accepted">(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.followerId, table.followeeId] }),
    index("follows_followee").on(table.followeeId, table.state),
  ],
);
