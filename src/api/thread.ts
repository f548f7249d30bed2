import type { Reader } from "#domain/reader.ts";
import { postReaderOf } from "#domain/reader.ts";
import type { StatusRef } from "#domain/status-ref.ts";
import { findThread } from "#store/post-summaries.ts";
import { listReplyRefs } from "#store/status-lists.ts";
import { loadStatuses, type PostStatus, type StatusRecord } from "#store/statuses.ts";
import type { Database } from "#store/database.ts";

/** What stands around a status in its thread. */
export interface Thread {
  readonly above: readonly StatusRecord[];
  /** Depth first, as clients indent them. */
  readonly below: readonly StatusRecord[];
}

type CaseThreadRecord = Exclude<StatusRecord, { kind: "post" | "boost" }>;

/** The thread of a status, as far as it is open to the reader. */
export async function threadOf(db: Database, reader: Reader, record: StatusRecord): Promise<Thread> {
  if (record.kind === "post") return postThread(db, reader, record);
  if (record.kind === "boost") return postThread(db, reader, record.of);
  const thread = record.kind === "case" ? record : record.case;
  const replies = await listReplyRefs(db, thread.id);
  const found = await loadStatuses(db, reader, [thread, ...replies]);
  const records = found.filter((one): one is CaseThreadRecord => one.kind !== "post" && one.kind !== "boost");
  return { above: ancestorsOf(record, records), below: descendantsOf(record, records) };
}

async function postThread(db: Database, reader: Reader, { post }: PostStatus): Promise<Thread> {
  const { ancestors, descendants } = await findThread(db, post, postReaderOf(reader));
  const refOf = ({ id, publishedAt }: (typeof ancestors)[number]): StatusRef => ({
    kind: "post",
    id,
    publishedAt,
  });
  const above = ancestors.map(refOf);
  const records = await loadStatuses(db, reader, [...above, ...descendants.map(refOf)]);
  const ids = new Set(above.map(({ id }) => id));
  return {
    above: records.filter(({ id }) => ids.has(id)),
    below: records.filter(({ id }) => !ids.has(id)),
  };
}

/** The id of what a row answers; `undefined` for a case. */
function parentIdOf(record: CaseThreadRecord): string | undefined {
  switch (record.kind) {
    case "case":
      return undefined;
    case "opinion":
      return record.case.id;
    case "comment":
      return record.parent?.id ?? record.case.id;
  }
}

function ancestorsOf(record: CaseThreadRecord, thread: readonly CaseThreadRecord[]): CaseThreadRecord[] {
  const byId = new Map<string, CaseThreadRecord>(thread.map((one) => [one.id, one]));
  const above: CaseThreadRecord[] = [];
  let next = parentIdOf(record);
  while (next !== undefined && above.length < thread.length) {
    const parent = byId.get(next);
    if (parent === undefined) break;
    above.unshift(parent);
    next = parentIdOf(parent);
  }
  return above;
}

function descendantsOf(record: CaseThreadRecord, thread: readonly CaseThreadRecord[]): CaseThreadRecord[] {
  const childrenOf = Map.groupBy(thread, parentIdOf);
  const below: CaseThreadRecord[] = [];
  // Another server may say that two comments answer each other.
  const seen = new Set<string>([record.id]);
  const waiting = (childrenOf.get(record.id) ?? []).toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    below.push(next);
    waiting.push(...(childrenOf.get(next.id) ?? []).toReversed());
  }
  return below;
}
