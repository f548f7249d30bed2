import { and, eq, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { union } from "drizzle-orm/pg-core";
import type { Verified } from "#domain/attestation.ts";
import type { AccountId, ActorId, CaseId } from "#domain/ids.ts";
import type { PublicJwk } from "#domain/public-jwk.ts";
import type { ActorRow } from "./actors.ts";
import type { Database, Transaction } from "./database.ts";
import {
  accounts,
  actorKeys,
  actors,
  attestationStatuses,
  cases,
  comments,
  opinions,
  personas,
} from "./schema/index.ts";

/** A persona here, with what its institution holds to be true of its physician. */
export interface AttestedPersona {
  readonly actorId: ActorId;
  readonly uri: string;
  readonly handle: string;
  /** Its public Ed25519 key. */
  readonly confirmationKey: PublicJwk;
  readonly verified: Verified | undefined;
  /** Whether its attestation was revoked, and no other issued since. */
  readonly isRevoked: boolean;
}

const selectPersonas = (db: Database | Transaction) =>
  db
    .select({
      actorId: personas.actorId,
      uri: actors.uri,
      handle: actors.username,
      confirmationKey: actorKeys.publicJwk,
      profession: accounts.profession,
      specialty: accounts.specialty,
      grade: accounts.grade,
      country: accounts.country,
      isRevoked: sql<boolean>`not exists (select from ${attestationStatuses}
        where ${attestationStatuses.actorId} = ${personas.actorId} and ${attestationStatuses.revokedAt} is null)`,
    })
    .from(personas)
    .innerJoin(accounts, eq(accounts.id, personas.accountId))
    .innerJoin(actors, eq(actors.id, personas.actorId))
    .innerJoin(actorKeys, and(eq(actorKeys.actorId, personas.actorId), eq(actorKeys.kind, "ed25519")))
    .$dynamic();

type PersonaRow = Awaited<ReturnType<typeof selectPersonas>>[number];

const readPersona = ({ profession, specialty, grade, country, ...row }: PersonaRow): AttestedPersona => ({
  ...row,
  verified:
    profession === null
      ? undefined
      : {
          profession,
          specialty: specialty ?? undefined,
          grade: grade ?? undefined,
          country: country ?? undefined,
        },
});

/** Personas whose attestations run out before this time, of physicians who are verified, active and not barred. */
export async function listLapsingPersonas(
  db: Database,
  before: Date,
): Promise<(AttestedPersona & { readonly verified: Verified })[]> {
  const rows = await selectPersonas(db).where(
    and(
      lt(personas.attestationExpiresAt, before),
      eq(accounts.status, "active"),
      isNull(accounts.barredFor),
      isNotNull(accounts.profession),
    ),
  );
  return rows
    .map(readPersona)
    .flatMap((persona) =>
      persona.verified === undefined ? [] : [{ ...persona, verified: persona.verified }],
    );
}

/**
 * A persona of this institution.
 *
 * @param handle with or without the @ before and the host behind
 */
export async function findLocalPersona(
  db: Database | Transaction,
  handle: string,
): Promise<AttestedPersona | undefined> {
  const [name = ""] = handle.trim().toLowerCase().replace(/^@/u, "").split("@");
  const [row] = await selectPersonas(db).where(and(eq(actors.username, name), eq(actors.local, true)));
  return row && readPersona(row);
}

/** Puts a new attestation in force: all of it for the persona, and what its actor shows. */
export async function updateAttestation(
  tx: Transaction,
  actorId: ActorId,
  attestation: {
    readonly full: string;
    readonly expiresAt: Date;
    readonly shown: Pick<ActorRow, "attestation" | "verified">;
  },
): Promise<void> {
  await tx
    .update(personas)
    .set({ attestation: attestation.full, attestationExpiresAt: attestation.expiresAt })
    .where(eq(personas.actorId, actorId));
  await tx.update(actors).set(attestation.shown).where(eq(actors.id, actorId));
}

/**
 * Takes an attestation out of force: the persona can sign nothing under it, and its actor no longer says in words what it
 * said. The attestation stays with it, so that whoever looks finds that it is revoked, and not that there never was one.
 */
export async function withdrawAttestation(tx: Transaction, actorId: ActorId, now: Date): Promise<void> {
  await tx.update(personas).set({ attestationExpiresAt: now }).where(eq(personas.actorId, actorId));
  await tx.update(actors).set({ verified: null }).where(eq(actors.id, actorId));
}

/** Says why the physician behind a persona may act under none, or with `null` that they may again. */
export async function barPhysicianOf(
  tx: Transaction,
  actorId: ActorId,
  barredFor: string | null,
): Promise<void> {
  const account = tx.select({ id: personas.accountId }).from(personas).where(eq(personas.actorId, actorId));
  await tx.update(accounts).set({ barredFor }).where(inArray(accounts.id, account));
}

/** The persona under which a physician takes part in a case: as its author, by an opinion, or by a comment. */
export async function findPersonaInCase(
  db: Database | Transaction,
  caseId: CaseId,
  accountId: AccountId,
): Promise<ActorId | undefined> {
  const own = db.select({ id: personas.actorId }).from(personas).where(eq(personas.accountId, accountId));
  const [row] = await union(
    db
      .select({ actorId: cases.authorId })
      .from(cases)
      .where(and(eq(cases.id, caseId), inArray(cases.authorId, own))),
    db
      .select({ actorId: opinions.authorId })
      .from(opinions)
      .where(and(eq(opinions.caseId, caseId), eq(opinions.accountId, accountId))),
    db
      .select({ actorId: comments.authorId })
      .from(comments)
      .where(and(eq(comments.caseId, caseId), inArray(comments.authorId, own))),
  ).limit(1);
  return row?.actorId;
}
