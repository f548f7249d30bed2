import { and, asc, desc, eq, gt, isNull, lte, sql } from "drizzle-orm";
import type { AccessTokenId, AccountId, OAuthAppId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import type { Scope } from "#domain/scopes.ts";
import { memberColumns, readMember } from "./accounts.ts";
import type { Database, Transaction } from "./database.ts";
import { accounts, actors, oauthApps, oauthCodes, oauthTokens, personas } from "./schema/index.ts";

export type OAuthApp = typeof oauthApps.$inferSelect;
export type OAuthCode = typeof oauthCodes.$inferSelect;

export async function insertApp(db: Database, app: OAuthApp): Promise<void> {
  await db.insert(oauthApps).values(app);
}

export async function findApp(db: Database, clientId: string): Promise<OAuthApp | undefined> {
  const [row] = await db.select().from(oauthApps).where(eq(oauthApps.clientId, clientId));
  return row;
}

export async function insertCode(db: Database, code: typeof oauthCodes.$inferInsert): Promise<void> {
  await db.insert(oauthCodes).values(code);
}

/** A code of this app, used or run out as it may be. */
export async function findCode(
  db: Database,
  hash: string,
  appId: OAuthAppId,
): Promise<OAuthCode | undefined> {
  const [row] = await db
    .select()
    .from(oauthCodes)
    .where(and(eq(oauthCodes.hash, hash), eq(oauthCodes.appId, appId)));
  return row;
}

/** Uses a code up; false where somebody else was faster, where it has run out, or where its account was suspended. */
export async function useCode(tx: Transaction, hash: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(oauthCodes)
    .set({ usedAt: now })
    .where(
      and(
        eq(oauthCodes.hash, hash),
        isNull(oauthCodes.usedAt),
        gt(oauthCodes.expiresAt, now),
        sql`exists (select from ${accounts} where ${accounts.id} = ${oauthCodes.accountId} and ${accounts.status} = 'active')`,
      ),
    )
    .returning({ hash: oauthCodes.hash });
  return rows.length > 0;
}

export async function insertToken(
  db: Database | Transaction,
  token: typeof oauthTokens.$inferInsert,
): Promise<void> {
  await db.insert(oauthTokens).values(token);
}

/** Revokes what was given for a code. */
export async function deleteTokensOfCode(db: Database, codeHash: string): Promise<void> {
  await db.delete(oauthTokens).where(eq(oauthTokens.codeHash, codeHash));
}

/** Whose a token is: an app's, and mostly somebody's who let the app act for them. */
export interface Bearer {
  readonly tokenId: AccessTokenId;
  readonly scopes: readonly Scope[];
  readonly app: OAuthApp;
  /** Absent for a token of the app itself. */
  readonly member: Member | undefined;
}

/**
 * Who holds this token; `undefined` where it was revoked or the account is suspended: one query a request. Whoever it acts
 * for acts under the persona that they let the app in with, and under no other.
 */
export async function findBearer(db: Database, hash: string): Promise<Bearer | undefined> {
  const rows = await db
    .select({
      ...memberColumns,
      tokenId: oauthTokens.id,
      scopes: oauthTokens.scopes,
      owner: oauthTokens.accountId,
      personaId: oauthTokens.personaId,
      app: oauthApps,
      status: accounts.status,
    })
    .from(oauthTokens)
    .innerJoin(oauthApps, eq(oauthApps.id, oauthTokens.appId))
    .leftJoin(accounts, eq(accounts.id, oauthTokens.accountId))
    .leftJoin(personas, eq(personas.accountId, accounts.id))
    .leftJoin(actors, eq(actors.id, personas.actorId))
    .where(eq(oauthTokens.hash, hash))
    .orderBy(asc(personas.position));
  const [row] = rows;
  if (row === undefined) return undefined;
  const { tokenId, scopes, app, personaId } = row;
  if (row.owner === null) return { tokenId, scopes, app, member: undefined };
  if (row.status !== "active" || row.accountId === null || row.roles === null) return undefined;
  const member = readMember({ ...row, accountId: row.accountId, roles: row.roles }, rows, (own) =>
    own.find(({ actorId }) => actorId === personaId),
  );
  return { tokenId, scopes, app, member };
}

/** The token of this hash and the app that it belongs to. */
export async function findTokenApp(db: Database, hash: string): Promise<OAuthAppId | undefined> {
  const [row] = await db
    .select({ appId: oauthTokens.appId })
    .from(oauthTokens)
    .where(eq(oauthTokens.hash, hash));
  return row?.appId;
}

export async function deleteToken(db: Database, hash: string): Promise<void> {
  await db.delete(oauthTokens).where(eq(oauthTokens.hash, hash));
}

/** An app that somebody lets act for them. */
export interface AuthorizedApp {
  readonly id: OAuthAppId;
  readonly name: string;
  readonly website: string | null;
  readonly scopes: readonly Scope[];
  /** When the last of its tokens was given. */
  readonly since: Date;
}

/** The apps that hold tokens of this person, the latest first. */
export async function listAuthorizedApps(db: Database, accountId: AccountId): Promise<AuthorizedApp[]> {
  const rows = await db
    .select({
      id: oauthApps.id,
      name: oauthApps.name,
      website: oauthApps.website,
      scopes: oauthTokens.scopes,
      since: oauthTokens.createdAt,
    })
    .from(oauthTokens)
    .innerJoin(oauthApps, eq(oauthApps.id, oauthTokens.appId))
    .where(eq(oauthTokens.accountId, accountId))
    .orderBy(desc(oauthTokens.createdAt));
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap(([latest, ...others]) =>
    latest === undefined
      ? []
      : [{ ...latest, scopes: [...new Set([latest, ...others].flatMap((row) => row.scopes))] }],
  );
}

/** Takes all tokens and pending codes of this person away from an app. */
export async function deleteAuthorization(
  tx: Transaction,
  accountId: AccountId,
  appId: OAuthAppId,
): Promise<void> {
  await tx.delete(oauthTokens).where(and(eq(oauthTokens.accountId, accountId), eq(oauthTokens.appId, appId)));
  await tx.delete(oauthCodes).where(and(eq(oauthCodes.accountId, accountId), eq(oauthCodes.appId, appId)));
}

/** Takes away codes that have run out. */
export async function sweepCodes(db: Database, now: Date): Promise<void> {
  await db.delete(oauthCodes).where(lte(oauthCodes.expiresAt, now));
}
