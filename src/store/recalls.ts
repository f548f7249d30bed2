import { and, eq, inArray, sql } from "drizzle-orm";
import { visibleAudiences, type Viewer } from "#domain/audience.ts";
import type { CaseId } from "#domain/ids.ts";
import {
  type ReceiptFile,
  type ReceiptSigner,
  type RecallAnswer,
  SETTLING,
  type WithdrawnBy,
} from "#domain/recall.ts";
import type { Trust } from "#domain/peer.ts";
import type { Database, Transaction } from "./database.ts";
import { DELIVERIES_CHANNEL } from "./deliveries.ts";
import { recallAnswers, recalls } from "./schema/index.ts";

export type RecallRow = typeof recalls.$inferSelect;

/** Records that a local case was withdrawn. */
export async function insertRecall(tx: Transaction, row: RecallRow): Promise<void> {
  await tx.insert(recalls).values(row);
}

/** The recall of the case with this id, whoever asks: for internal use. */
export async function findRecall(db: Database | Transaction, id: CaseId): Promise<RecallRow | undefined> {
  const [row] = await db.select().from(recalls).where(eq(recalls.caseId, id));
  return row;
}

/** The same by the case's ActivityPub id. */
export async function findRecallByUri(
  db: Database | Transaction,
  uri: string,
): Promise<RecallRow | undefined> {
  const [row] = await db.select().from(recalls).where(eq(recalls.uri, uri));
  return row;
}

/** The recall of a case that `viewer` could see; one query decides both. */
export async function findSeenRecall(
  db: Database,
  id: CaseId,
  viewer: Viewer,
): Promise<RecallRow | undefined> {
  const [row] = await db
    .select()
    .from(recalls)
    .where(and(eq(recalls.caseId, id), inArray(recalls.audience, [...visibleAudiences(viewer)])));
  return row;
}

/** Whether the Delete of a withdrawn case went to this host. */
export async function wasToldOfRecall(db: Database, uri: string, host: string): Promise<boolean> {
  const rows = await db.execute(sql`
    select from deliveries d join outgoing_activities a on a.id = d.activity_id
    where a.type = 'Delete' and a.object_uri = ${uri} and d.host = ${host} limit 1`);
  return rows.length > 0;
}

/** Keeps what is known of a host; a receipt is never replaced by less. */
export async function recordRecallAnswer(
  db: Database | Transaction,
  answer: typeof recallAnswers.$inferInsert,
): Promise<void> {
  const { kind, at, receipt = null, signer = null } = answer;
  await db
    .insert(recallAnswers)
    .values(answer)
    .onConflictDoUpdate({
      target: [recallAnswers.caseId, recallAnswers.host],
      set: { kind, at, receipt, signer },
      setWhere: sql`${recallAnswers.kind} <> 'receipt'`,
    });
}

/** The SQL of those whose debt is open, as `o`: one row for each case and host. */
const owing = sql`(
  select distinct r.case_id, r.uri, r.withdrawn_at, r.due_at, d.host, n.kind, n.at
  from recalls r
  join outgoing_activities a on a.object_uri = r.uri and a.type = 'Delete'
  join deliveries d on d.activity_id = a.id
  left join recall_answers n on n.case_id = r.case_id and n.host = d.host
  where n.kind is null or n.kind not in (${sql.join(
    SETTLING.map((kind) => sql`${kind}`),
    sql`, `,
  )})
) o`;

/** Those among the hosts that owe an answer whose time is over: no restricted case is for them until they give it. */
export async function overdueAmong(
  db: Database | Transaction,
  hosts: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (hosts.length === 0) return new Set();
  const rows = await db.execute<{ host: string }>(sql`
    select distinct o.host from ${owing}
    where o.due_at < ${now.toISOString()}::timestamptz
      and o.host in (select json_array_elements_text(${JSON.stringify(hosts)}::text::json))`);
  return new Set(rows.map(({ host }) => host));
}

/** A host that still owes an answer. */
export interface Debtor {
  readonly host: string;
  readonly trust: Trust;
  /** What was found when it was looked at; null where it was not. */
  readonly found: Exclude<RecallAnswer, "receipt" | "absent"> | null;
  /** Why the Delete has not arrived there; null where it has. */
  readonly undelivered: string | null;
}

/** How a recall stands. */
export interface RecallStanding {
  readonly caseId: CaseId;
  readonly uri: string;
  readonly withdrawnBy: WithdrawnBy;
  readonly withdrawnAt: Date;
  readonly dueAt: Date;
  /** Hosts that were told. */
  readonly told: number;
  /** Those that signed a receipt. */
  readonly confirmed: readonly string[];
  /** Those that give no receipt and were seen not to show it. */
  readonly absent: number;
  /** The first hundred of those that owe. */
  readonly owing: readonly Debtor[];
}

const SHOWN_DEBTORS = 100;

/** How the recalls stand, latest first. */
export async function listRecalls(db: Database, limit: number): Promise<RecallStanding[]> {
  const latest = await db
    .select()
    .from(recalls)
    .orderBy(sql`${recalls.withdrawnAt} desc`)
    .limit(limit);
  if (latest.length === 0) return [];
  const rows = await db.execute<
    {
      uri: string;
      host: string;
      trust: Trust;
      kind: RecallAnswer | null;
      undelivered: string | null;
    } & Record<string, unknown>
  >(sql`
    select distinct on (r.uri, d.host) r.uri, d.host, coalesce(p.trust, 'unknown') as trust, n.kind,
      case when d.state <> 'delivered' then coalesce(d.last_error, 'It is on its way.') end as undelivered
    from recalls r
    join outgoing_activities a on a.object_uri = r.uri and a.type = 'Delete'
    join deliveries d on d.activity_id = a.id
    left join peers p on p.host = d.host
    left join recall_answers n on n.case_id = r.case_id and n.host = d.host
    where r.uri in (select json_array_elements_text(${JSON.stringify(latest.map((one) => one.uri))}::text::json))
    order by r.uri, d.host, d.state = 'delivered' desc`);
  const byUri = Map.groupBy(rows, (row) => row.uri);
  return latest.map(({ caseId, uri, withdrawnBy, withdrawnAt, dueAt }) => {
    const held = byUri.get(uri) ?? [];
    return {
      caseId,
      uri,
      withdrawnBy,
      withdrawnAt,
      dueAt,
      told: held.length,
      confirmed: held.filter(({ kind }) => kind === "receipt").map(({ host }) => host),
      absent: held.filter(({ kind }) => kind === "absent").length,
      owing: held
        .flatMap(({ host, trust, kind, undelivered }) =>
          kind === "receipt" || kind === "absent" ? [] : [{ host, trust, found: kind, undelivered }],
        )
        .slice(0, SHOWN_DEBTORS),
    };
  });
}

/** A debt that is to be looked into. */
export interface OpenDebt {
  readonly caseId: CaseId;
  readonly uri: string;
  readonly host: string;
  /** An inbox of the host: says by which scheme it is reached. */
  readonly inbox: string;
}

/** Debts for cases withdrawn after `since` and not looked into since `before`, oldest first. */
export async function listOpenDebts(
  db: Database,
  { before, since }: { readonly before: Date; readonly since: Date },
  limit: number,
): Promise<OpenDebt[]> {
  const at = before.toISOString();
  const rows = await db.execute<{ case_id: CaseId; uri: string; host: string; inbox: string }>(sql`
    select o.case_id, o.uri, o.host, min(d.inbox) as inbox
    from ${owing}
    join outgoing_activities a on a.object_uri = o.uri and a.type = 'Delete'
    join deliveries d on d.activity_id = a.id and d.host = o.host
    where o.withdrawn_at between ${since.toISOString()}::timestamptz and ${at}::timestamptz
      and (o.at is null or o.at < ${at}::timestamptz)
    group by o.case_id, o.uri, o.host, o.withdrawn_at
    order by o.withdrawn_at limit ${limit}`);
  return rows.map((row) => ({ caseId: row.case_id, uri: row.uri, host: row.host, inbox: row.inbox }));
}

/**
 * Sends the Deletes of withdrawn cases once more to those that owe an answer and were last tried before `before`, for
 * cases withdrawn after `since`: the Delete or the receipt may have been lost while one of us was down.
 */
export async function repeatDeletes(db: Database, before: Date, since: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      update deliveries d
      set state = 'waiting', attempts = 0, next_attempt_at = now(), delivered_at = null
      from outgoing_activities a, ${owing}
      where d.activity_id = a.id and a.type = 'Delete' and a.object_uri = o.uri and d.host = o.host
        and o.withdrawn_at > ${since.toISOString()}::timestamptz and d.state <> 'waiting'
        and greatest(d.delivered_at, d.next_attempt_at) < ${before.toISOString()}::timestamptz`);
    await tx.execute(sql`select pg_notify(${DELIVERIES_CHANNEL}, '')`);
  });
}

/** Gives up what waits of restricted cases for hosts that owe an answer whose time is over. */
export async function stopRestrictedDeliveries(db: Database, now: Date): Promise<void> {
  await db.execute(sql`
    update deliveries d set state = 'failed', last_error = 'It owes the confirmation of a withdrawn case.'
    from outgoing_activities a, cases c, ${owing}
    where d.activity_id = a.id and d.state = 'waiting' and d.host = o.host
      and a.object_uri = c.uri and c.local and c.audience <> 'public' and a.type in ('Create', 'Announce')
      and o.due_at < ${now.toISOString()}::timestamptz`);
}

/** The receipts for a withdrawn case, each ready to be checked by whoever is given it. */
export async function listReceipts(db: Database, caseId: CaseId): Promise<ReceiptFile[]> {
  const rows = await db.execute<
    { receipt: string; deletion: string; signer: ReceiptSigner } & Record<string, unknown>
  >(sql`
    select n.receipt, a.body as deletion, n.signer
    from recall_answers n
    join recalls r on r.case_id = n.case_id
    join outgoing_activities a on a.object_uri = r.uri and a.type = 'Delete'
    where n.case_id = ${caseId} and n.kind = 'receipt'
    order by n.host`);
  return rows.map(({ receipt, deletion, signer }) => ({
    receipt: JSON.parse(receipt) as unknown,
    delete: JSON.parse(deletion) as unknown,
    signer,
  }));
}
