import { and, asc, eq, gt, inArray, lt, ne, or, sql } from "drizzle-orm";
import type { AccountId, ActorId, CaseId, OpinionId } from "#domain/ids.ts";
import type { Admission, CommentReason, Opinion } from "#domain/opinion.ts";
import type { ActorRow } from "./actors.ts";
import { actorSummary, type ActorSummary } from "./actor-summary.ts";
import type { Database, Transaction } from "./database.ts";
import { actors, cases, looks, opinions } from "./schema/index.ts";

/** An opinion with who gave it, as the case page shows it. */
export interface OpinionView extends Omit<Opinion, "author"> {
  readonly author: ActorSummary;
  readonly local: boolean;
}

/** How an admission is kept in its column, and read back. */
const writeAdmission = (admission: Admission): "admitted" | CommentReason =>
  admission.kind === "admitted" ? "admitted" : admission.reason;
const readAdmission = (column: "admitted" | CommentReason): Admission =>
  column === "admitted" ? { kind: "admitted" } : { kind: "comment", reason: column };

export type NewOpinion = Omit<typeof opinions.$inferInsert, "admission"> & { readonly admission: Admission };

/**
 * Stores an opinion.
 *
 * @returns false where it is here already (same ActivityPub id), where this physician answered this case
 *   before under whatever persona, or where it is to count and one of its author's on this case counts already; nothing is
 *   changed then
 */
export async function insertOpinion(tx: Transaction, opinion: NewOpinion): Promise<boolean> {
  const inserted = await tx
    .insert(opinions)
    .values({ ...opinion, admission: writeAdmission(opinion.admission) })
    .onConflictDoNothing()
    .returning({ id: opinions.id });
  return inserted.length > 0;
}

const columns = {
  id: opinions.id,
  uri: opinions.uri,
  caseId: opinions.caseId,
  body: opinions.body,
  admission: opinions.admission,
  publishedAt: opinions.publishedAt,
  local: opinions.local,
  author: actorSummary,
};

/** All opinions on a case, first given first. Call it only with a case that the viewer may see. */
export async function listOpinions(db: Database | Transaction, caseId: CaseId): Promise<OpinionView[]> {
  const rows = await db
    .select(columns)
    .from(opinions)
    .innerJoin(actors, eq(actors.id, opinions.authorId))
    .where(eq(opinions.caseId, caseId))
    .orderBy(asc(opinions.publishedAt), asc(opinions.id));
  return rows.map((row) => ({ ...row, admission: readAdmission(row.admission) }));
}

/** Whether an actor has an opinion on a case already. */
export async function hasOpinionBy(
  db: Database | Transaction,
  caseId: CaseId,
  authorId: ActorId,
): Promise<boolean> {
  const rows = await db
    .select({ id: opinions.id })
    .from(opinions)
    .where(and(eq(opinions.caseId, caseId), eq(opinions.authorId, authorId)))
    .limit(1);
  return rows.length > 0;
}

/** Whether its author's voice on the case is another opinion: one that came before, or one that counts already. */
export async function isSecondVoice(
  db: Database | Transaction,
  { id, caseId, author }: OpinionToRecheck,
): Promise<boolean> {
  const rows = await db
    .select({ id: opinions.id })
    .from(opinions)
    .where(
      and(
        eq(opinions.caseId, caseId),
        eq(opinions.authorId, author.id),
        ne(opinions.id, id),
        or(lt(opinions.id, id), eq(opinions.admission, "admitted")),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** A remote opinion with what its admission hangs on. */
export interface OpinionToRecheck {
  readonly id: OpinionId;
  readonly caseId: CaseId;
  readonly caseAuthorId: ActorId;
  readonly attestation: string;
  readonly signedAt: Date;
  readonly author: Pick<ActorRow, "id" | "uri" | "host" | "assertionKeys">;
}

/** Remote opinions that wait for an answer of their author's institution, and those that were admitted of late. */
export async function listOpinionsToRecheck(
  db: Database,
  since: { readonly undecidedSince: Date; readonly admittedSince: Date },
): Promise<OpinionToRecheck[]> {
  const rows = await db
    .select({
      id: opinions.id,
      caseId: opinions.caseId,
      caseAuthorId: cases.authorId,
      attestation: opinions.attestation,
      signedAt: opinions.signedAt,
      author: { id: actors.id, uri: actors.uri, host: actors.host, assertionKeys: actors.assertionKeys },
    })
    .from(opinions)
    .innerJoin(actors, eq(actors.id, opinions.authorId))
    .innerJoin(cases, eq(cases.id, opinions.caseId))
    .where(
      and(
        eq(opinions.local, false),
        or(
          and(inArray(opinions.admission, UNDECIDED), gt(opinions.signedAt, since.undecidedSince)),
          and(eq(opinions.admission, "admitted"), gt(opinions.signedAt, since.admittedSince)),
        ),
      ),
    )
    .orderBy(asc(opinions.id));
  return rows.flatMap(({ attestation, signedAt, ...row }) =>
    attestation === null || signedAt === null ? [] : [{ ...row, attestation, signedAt }],
  );
}

const UNDECIDED: CommentReason[] = ["status-unknown", "unreachable-issuer"];

/** Decides anew whether an opinion counts. */
export async function setAdmission(tx: Transaction, id: OpinionId, admission: Admission): Promise<void> {
  await tx
    .update(opinions)
    .set({ admission: writeAdmission(admission) })
    .where(eq(opinions.id, id));
}

/** Whether this person answered the case or chose to look at the others' opinions. */
export async function opinionsAreOpenTo(
  db: Database,
  caseId: CaseId,
  accountId: AccountId,
): Promise<{ readonly answered: boolean; readonly looked: boolean }> {
  const [row] = await db.execute<{ answered: boolean; looked: boolean }>(sql`
    select exists (select from ${opinions} where ${opinions.caseId} = ${caseId} and ${opinions.accountId} = ${accountId}) as answered,
           exists (select from ${looks} where ${looks.caseId} = ${caseId} and ${looks.accountId} = ${accountId}) as looked`);
  return { answered: row?.answered ?? false, looked: row?.looked ?? false };
}

/** Remembers that this person looked before answering. */
export async function insertLook(db: Database, caseId: CaseId, accountId: AccountId): Promise<void> {
  await db.insert(looks).values({ caseId, accountId }).onConflictDoNothing();
}
