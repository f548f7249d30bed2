import { and, eq, isNotNull, lt } from "drizzle-orm";
import type { Verified } from "#domain/attestation.ts";
import type { ActorId } from "#domain/ids.ts";
import type { ActorRow } from "./actors.ts";
import type { Database, Transaction } from "./database.ts";
import { accounts, actors, personas } from "./schema/index.ts";

/** A persona whose attestation runs out, with what the institution holds to be true of its physician. */
export interface LapsingPersona {
  readonly actorId: ActorId;
  readonly uri: string;
  readonly verified: Verified;
}

/** Personas of active accounts whose attestations run out before this time. */
export async function listLapsingPersonas(db: Database, before: Date): Promise<LapsingPersona[]> {
  const rows = await db
    .select({
      actorId: personas.actorId,
      uri: actors.uri,
      profession: accounts.profession,
      specialty: accounts.specialty,
      grade: accounts.grade,
      country: accounts.country,
    })
    .from(personas)
    .innerJoin(accounts, eq(accounts.id, personas.accountId))
    .innerJoin(actors, eq(actors.id, personas.actorId))
    .where(
      and(
        lt(personas.attestationExpiresAt, before),
        eq(accounts.status, "active"),
        isNotNull(accounts.profession),
      ),
    );
  return rows.flatMap(({ actorId, uri, profession, specialty, grade, country }) =>
    profession === null
      ? []
      : [
          {
            actorId,
            uri,
            verified: {
              profession,
              specialty: specialty ?? undefined,
              grade: grade ?? undefined,
              country: country ?? undefined,
            },
          },
        ],
  );
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
