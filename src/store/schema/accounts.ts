import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import type { Profession } from "#domain/attestation.ts";
import type { AccountId, ActorId } from "#domain/ids.ts";
import type { Role } from "#domain/role.ts";
import { actors } from "./actors.ts";

/** People who can sign in here. Holds what was verified about them, never who they are. */
export const accounts = pgTable("accounts", {
  id: uuid("id").primaryKey().$type<AccountId>(),
  roles: text("roles").array().notNull().$type<Role[]>(),
  /** Keyed hash of (issuer, subject), so that one physician cannot verify twice; null for invited staff. */
  subjectHash: text("subject_hash").unique(),
  profession: text("profession").$type<Profession>(),
  specialty: text("specialty"),
  grade: text("grade"),
  country: text("country"),
  status: text("status").notNull().default("active").$type<"active" | "suspended">(),
  /**
   * Why this physician may act under none of their personas: one of them was revoked for cause. Never shown beside the
   * account, which would tell whose persona that was.
   */
  barredFor: text("barred_for"),
  /** The day only: a finer time could be matched with the hospital's sign-in log. */
  verifiedOn: timestamp("verified_on", { withTimezone: true }),
});

/** Sign-in names and argon2id hashes of the staff who have no single sign-on. */
export const passwords = pgTable("passwords", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id, { onDelete: "cascade" })
    .$type<AccountId>(),
  login: text("login").notNull().unique(),
  hash: text("hash").notNull(),
});

/** Browser sessions; the cookie holds the token, the row its SHA-256. */
export const sessions = pgTable(
  "sessions",
  {
    tokenHash: text("token_hash").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" })
      .$type<AccountId>(),
    /** The persona chosen for this session; the standing one where null. */
    personaId: uuid("persona_id").$type<ActorId>(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  },
  (table) => [index("sessions_account").on(table.accountId)],
);

/** One-time links; the address holds the token, the row its SHA-256. */
export const invitations = pgTable("invitations", {
  tokenHash: text("token_hash").primaryKey(),
  roles: text("roles").array().notNull().$type<Role[]>(),
  profession: text("profession").$type<Profession>(),
  specialty: text("specialty"),
  country: text("country"),
  grade: text("grade"),
  /** Of a register's number that was checked: the account's, so that nobody is verified twice. */
  subjectHash: text("subject_hash"),
  /** Who it is, sealed to the custodians. */
  seal: text("seal"),
  expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  usedAt: timestamp("used_at", { withTimezone: true }),
});

/** Which persona belongs to whom: the one row that links the two. */
export const personas = pgTable(
  "personas",
  {
    actorId: uuid("actor_id")
      .primaryKey()
      .references(() => actors.id)
      .$type<ActorId>(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id)
      .$type<AccountId>(),
    /** 0 is the standing persona; the others follow as they were added. */
    position: integer("position").notNull(),
    /** The full SD-JWT VC in force, with every disclosure; presentations are derived from it. */
    attestation: text("attestation").notNull(),
    attestationExpiresAt: timestamp("attestation_expires_at", { withTimezone: true }).notNull(),
  },
  (table) => [unique("personas_account").on(table.accountId, table.position)],
);

/** Failed sign-ins by password, so that guessing is slow: one row per sign-in name. */
export const signInFailures = pgTable(
  "sign_in_failures",
  {
    login: text("login").primaryKey(),
    count: integer("count").notNull(),
    lockedUntil: timestamp("locked_until", { withTimezone: true }),
  },
  (table) => [check("sign_in_failures_count", sql`${table.count} >= 0`)],
);
