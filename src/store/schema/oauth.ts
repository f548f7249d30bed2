import { index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { AccessTokenId, AccountId, ActorId, OAuthAppId } from "#domain/ids.ts";
import type { Scope } from "#domain/scopes.ts";
import { accounts } from "./accounts.ts";
import { actors } from "./actors.ts";

/** Apps that registered themselves. */
export const oauthApps = pgTable("oauth_apps", {
  id: uuid("id").primaryKey().$type<OAuthAppId>(),
  clientId: text("client_id").notNull().unique(),
  /** SHA-256 of the client secret. */
  secretHash: text("secret_hash").notNull(),
  name: text("name").notNull(),
  website: text("website"),
  redirectUris: text("redirect_uris").array().notNull(),
  scopes: text("scopes").array().notNull().$type<Scope[]>(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
});

/** Authorization codes: the app holds the code, the row its SHA-256. A used one stays until it runs out, so that reuse shows. */
export const oauthCodes = pgTable(
  "oauth_codes",
  {
    hash: text("hash").primaryKey(),
    appId: uuid("app_id")
      .notNull()
      .references(() => oauthApps.id, { onDelete: "cascade" })
      .$type<OAuthAppId>(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" })
      .$type<AccountId>(),
    /** The one under which the member let the app in. */
    personaId: uuid("persona_id")
      .notNull()
      .references(() => actors.id)
      .$type<ActorId>(),
    redirectUri: text("redirect_uri").notNull(),
    scopes: text("scopes").array().notNull().$type<Scope[]>(),
    /** PKCE, S256 (RFC 7636); null where the app sent none. */
    challenge: text("challenge"),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }),
  },
  (table) => [index("oauth_codes_expiry").on(table.expiresAt)],
);

/** Access tokens; the app holds the token, the row its SHA-256. They last until they are revoked. */
export const oauthTokens = pgTable(
  "oauth_tokens",
  {
    id: uuid("id").primaryKey().$type<AccessTokenId>(),
    hash: text("hash").notNull().unique(),
    appId: uuid("app_id")
      .notNull()
      .references(() => oauthApps.id, { onDelete: "cascade" })
      .$type<OAuthAppId>(),
    /** Null for a token of the app itself. */
    accountId: uuid("account_id")
      .references(() => accounts.id, { onDelete: "cascade" })
      .$type<AccountId>(),
    /** The only persona that the app acts under; null for a token of the app itself. */
    personaId: uuid("persona_id")
      .references(() => actors.id)
      .$type<ActorId>(),
    scopes: text("scopes").array().notNull().$type<Scope[]>(),
    /** The code that it was given for. */
    codeHash: text("code_hash"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    index("oauth_tokens_account").on(table.accountId),
    index("oauth_tokens_code").on(table.codeHash),
  ],
);
