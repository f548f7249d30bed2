import { and, asc, count, eq, gt, isNull, sql } from "drizzle-orm";
import type { Profession, Verified } from "#domain/attestation.ts";
import type { AccountId, ActorId } from "#domain/ids.ts";
import type { ActingPersona, Member } from "#domain/member.ts";
import type { Role } from "#domain/role.ts";
import type { Database, Transaction } from "./database.ts";
import { accounts, actors, invitations, passwords, personas, sessions } from "./schema/index.ts";
import { deleteTokensOf } from "./oauth-tokens.ts";
import { deleteSessionsOf } from "./sessions.ts";

/** What is kept of a person who may sign in. */
export interface NewAccount {
  readonly id: AccountId;
  readonly roles: readonly Role[];
  readonly subjectHash: string | null;
  readonly verified: Verified | undefined;
  readonly verifiedOn: Date | null;
}

/** Stores a new account; false where this person has one already. */
export async function insertAccount(tx: Transaction, account: NewAccount): Promise<boolean> {
  const inserted = await tx
    .insert(accounts)
    .values({
      id: account.id,
      roles: [...account.roles],
      subjectHash: account.subjectHash,
      ...verifiedColumns(account.verified),
      verifiedOn: account.verifiedOn,
    })
    .onConflictDoNothing({ target: accounts.subjectHash })
    .returning({ id: accounts.id });
  return inserted.length > 0;
}

const verifiedColumns = (verified: Verified | undefined) => ({
  profession: verified?.profession ?? null,
  specialty: verified?.specialty ?? null,
  grade: verified?.grade ?? null,
  country: verified?.country ?? null,
});

/** The account of a person by the keyed hash of (issuer, subject). */
export async function findAccountBySubject(
  tx: Transaction,
  subjectHash: string,
): Promise<{ id: AccountId; status: "active" | "suspended" } | undefined> {
  const [row] = await tx
    .select({ id: accounts.id, status: accounts.status })
    .from(accounts)
    .where(eq(accounts.subjectHash, subjectHash));
  return row;
}

/** Keeps what the identity provider says today. */
export async function updateVerified(
  tx: Transaction,
  id: AccountId,
  verified: Verified,
  verifiedOn: Date,
): Promise<void> {
  await tx
    .update(accounts)
    .set({ ...verifiedColumns(verified), verifiedOn })
    .where(eq(accounts.id, id));
}

/** Forgets what was verified of a person, and signs them out everywhere. */
export async function withdrawVerified(tx: Transaction, id: AccountId): Promise<void> {
  await tx.update(accounts).set(verifiedColumns(undefined)).where(eq(accounts.id, id));
  await endAccess(tx, id);
}

/** Signs somebody out everywhere, and ends what they let apps do. */
async function endAccess(tx: Transaction, id: AccountId): Promise<void> {
  await deleteSessionsOf(tx, id);
  await deleteTokensOf(tx, id);
}

/** What is read of somebody who acts here, a row for each of their personas; their account must be active. */
export const memberColumns = {
  accountId: accounts.id,
  roles: accounts.roles,
  profession: accounts.profession,
  specialty: accounts.specialty,
  grade: accounts.grade,
  country: accounts.country,
  barredFor: accounts.barredFor,
  actorId: actors.id,
  uri: actors.uri,
  handle: actors.username,
  pseudonym: actors.name,
};

interface MemberRow {
  readonly accountId: AccountId;
  readonly roles: Role[];
  readonly profession: Profession | null;
  readonly specialty: string | null;
  readonly grade: string | null;
  readonly country: string | null;
  readonly barredFor: string | null;
}

interface PersonaRow {
  readonly actorId: ActorId | null;
  readonly uri: string | null;
  readonly handle: string | null;
  readonly pseudonym: string | null;
}

/**
 * @param rows in the order of the personas
 * @param choose the persona that they act under, of all of theirs
 */
export function readMember(
  row: MemberRow,
  rows: readonly PersonaRow[],
  choose: (own: readonly ActingPersona[]) => ActingPersona | undefined,
): Member {
  const own = rows.flatMap(({ actorId, uri, handle, pseudonym }) =>
    actorId === null || uri === null || handle === null || pseudonym === null
      ? []
      : [{ actorId, uri, handle, pseudonym }],
  );
  return {
    accountId: row.accountId,
    roles: row.roles,
    barredFor: row.barredFor ?? undefined,
    verified: row.profession === null ? undefined : readVerified({ ...row, profession: row.profession }),
    persona: choose(own),
    personas: own,
  };
}

/** Who is behind a session token, if the session lasts and the account is active: one query a request. */
export async function findMember(db: Database, tokenHash: string, now: Date): Promise<Member | undefined> {
  const rows = await db
    .select({ ...memberColumns, chosen: sessions.personaId })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .leftJoin(personas, eq(personas.accountId, accounts.id))
    .leftJoin(actors, eq(actors.id, personas.actorId))
    .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, now), eq(accounts.status, "active")))
    .orderBy(asc(personas.position));
  const [row] = rows;
  if (row === undefined) return undefined;
  return readMember(row, rows, (own) => own.find(({ actorId }) => actorId === row.chosen) ?? own[0]);
}

/** Chooses the persona of a session; what is not of its account is never shown there. */
export async function setSessionPersona(db: Database, tokenHash: string, personaId: ActorId): Promise<void> {
  await db.update(sessions).set({ personaId }).where(eq(sessions.tokenHash, tokenHash));
}

const readVerified = (row: {
  profession: Profession;
  specialty: string | null;
  grade: string | null;
  country: string | null;
}): Verified => ({
  profession: row.profession,
  specialty: row.specialty ?? undefined,
  grade: row.grade ?? undefined,
  country: row.country ?? undefined,
});

/** Keeps a sign-in name and its argon2id hash; false where the name is taken. */
export async function insertPassword(
  tx: Transaction,
  accountId: AccountId,
  login: string,
  hash: string,
): Promise<boolean> {
  const rows = await tx
    .insert(passwords)
    .values({ accountId, login, hash })
    .onConflictDoNothing()
    .returning({ login: passwords.login });
  return rows.length > 0;
}

export async function findPassword(
  db: Database,
  login: string,
): Promise<{ accountId: AccountId; hash: string; status: "active" | "suspended" } | undefined> {
  const [row] = await db
    .select({ accountId: passwords.accountId, hash: passwords.hash, status: accounts.status })
    .from(passwords)
    .innerJoin(accounts, eq(accounts.id, passwords.accountId))
    .where(eq(passwords.login, login));
  return row;
}

/** Whether somebody can administer this instance already. */
export async function hasAdministrator(db: Database): Promise<boolean> {
  const rows = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(sql`'administrator' = any(${accounts.roles})`)
    .limit(1);
  return rows.length > 0;
}

export async function insertInvitation(
  db: Database | Transaction,
  row: typeof invitations.$inferInsert,
): Promise<void> {
  await db.insert(invitations).values(row);
}

/** An invitation that can still be used, without using it. */
export async function findInvitation(db: Database | Transaction, tokenHash: string, now: Date) {
  const [row] = await db
    .select()
    .from(invitations)
    .where(
      and(eq(invitations.tokenHash, tokenHash), isNull(invitations.usedAt), gt(invitations.expiresAt, now)),
    );
  return row;
}

/** Uses an invitation up; false where somebody else was faster. */
export async function useInvitation(tx: Transaction, tokenHash: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(invitations)
    .set({ usedAt: now })
    .where(
      and(eq(invitations.tokenHash, tokenHash), isNull(invitations.usedAt), gt(invitations.expiresAt, now)),
    )
    .returning({ tokenHash: invitations.tokenHash });
  return rows.length > 0;
}

/** Lets one transaction at a time decide about what an account has: its persona, its number of drafts. */
export async function lockAccount(tx: Transaction, id: AccountId): Promise<void> {
  await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, id)).for("update");
}

/** Links a persona to its physician. */
export async function insertPersona(tx: Transaction, row: typeof personas.$inferInsert): Promise<void> {
  await tx.insert(personas).values(row);
}

/** How many personas an account has; no other is added to it until the transaction ends. */
export async function countPersonasOf(tx: Transaction, accountId: AccountId): Promise<number> {
  await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for("update");
  const [row] = await tx.select({ n: count() }).from(personas).where(eq(personas.accountId, accountId));
  return row?.n ?? 0;
}

/** What the registrar and the administrator see of the people here: no persona beside an account. */
export async function listAccounts(db: Database) {
  return db
    .select({
      id: accounts.id,
      roles: accounts.roles,
      profession: accounts.profession,
      specialty: accounts.specialty,
      country: accounts.country,
      status: accounts.status,
      verifiedOn: accounts.verifiedOn,
    })
    .from(accounts)
    .orderBy(accounts.verifiedOn, accounts.id);
}

/** Suspends or reinstates an account; a suspended one loses its sessions and what it let apps do. False where there is no such account. */
export async function setAccountStatus(
  tx: Transaction,
  id: AccountId,
  status: "active" | "suspended",
): Promise<boolean> {
  const rows = await tx
    .update(accounts)
    .set({ status })
    .where(eq(accounts.id, id))
    .returning({ id: accounts.id });
  if (status === "suspended") await endAccess(tx, id);
  return rows.length > 0;
}

/** The full attestation in force of a persona, for presentations to be derived from. */
export async function findPersonaAttestation(
  db: Database | Transaction,
  actorId: ActorId,
): Promise<{ full: string; expiresAt: Date } | undefined> {
  const [row] = await db
    .select({ full: personas.attestation, expiresAt: personas.attestationExpiresAt })
    .from(personas)
    .where(eq(personas.actorId, actorId));
  return row;
}
