import type { FilterContext } from "#domain/filter.ts";
import type { ActorId } from "#domain/ids.ts";
import type { Likeable } from "#domain/likeable.ts";
import type { Reader } from "#domain/reader.ts";
import { notFound } from "#domain/refusal.ts";
import { readStatusId, type StatusRef } from "#domain/status-ref.ts";
import { listFilters } from "#store/filters.ts";
import { loadProfiles } from "#store/profiles.ts";
import { loadStatuses, type StatusRecord } from "#store/statuses.ts";
import type { Instance } from "#instance";
import type { Account } from "./entities/account.ts";
import { buildAccount } from "./entities/build-account.ts";
import { filterStatus } from "./entities/build-filter.ts";
import { buildStatus } from "./entities/build-status.ts";
import type { Status } from "./entities/status.ts";

/** Whose request it is, and of which instance. */
interface Asker {
  readonly instance: Instance;
  readonly reader: Reader;
}

/**
 * The statuses of these references, as far as the reader may see them: a constant number of queries.
 *
 * @param context where they are shown, for the reader's filters
 */
export async function presentStatuses(
  asker: Asker,
  refs: readonly StatusRef[],
  context?: FilterContext,
): Promise<Status[]> {
  const records = await loadStatuses(asker.instance.db, asker.reader, refs);
  return presentRecords(asker, records, context);
}

/** The same for rows that are here already. */
export async function presentRecords(
  { instance, reader }: Asker,
  records: readonly StatusRecord[],
  context?: FilterContext,
): Promise<Status[]> {
  const [profiles, filters] = await Promise.all([
    loadProfiles(
      instance.db,
      reader.viewer,
      records.flatMap((record) =>
        record.kind === "boost" ? [record.authorId, record.of.authorId] : [record.authorId],
      ),
    ),
    reader.me === undefined || context === undefined
      ? []
      : listFilters(instance.db, reader.me.actorId, instance.clock()),
  ]);
  const accounts = new Map<ActorId, Account>();
  for (const [id, profile] of profiles) accounts.set(id, buildAccount(instance, profile));
  const surroundings = {
    instance,
    accountOf: (id: ActorId) => accounts.get(id),
    isMember: reader.me !== undefined,
  };
  return records.flatMap((record) => {
    const status = buildStatus(surroundings, record);
    if (status === undefined) return [];
    if (reader.me === undefined) return [status];
    return [{ ...status, filtered: context === undefined ? [] : filterStatus(filters, context, status) }];
  });
}

/** @throws Refusal not-found where there is none for the reader */
export async function presentStatus(asker: Asker, ref: StatusRef, context?: FilterContext): Promise<Status> {
  const [status] = await presentStatuses(asker, [ref], context);
  if (status === undefined) throw notFound("status");
  return status;
}

/** Accounts in this order; those that are not here are left out. */
export async function presentAccounts(
  { instance, reader }: Asker,
  ids: readonly ActorId[],
): Promise<Account[]> {
  const profiles = await loadProfiles(instance.db, reader.viewer, ids);
  return ids.flatMap((id) => {
    const profile = profiles.get(id);
    return profile === undefined ? [] : [buildAccount(instance, profile)];
  });
}

/** @throws Refusal not-found */
export async function presentAccount(asker: Asker, id: ActorId): Promise<Account> {
  const [account] = await presentAccounts(asker, [id]);
  if (account === undefined) throw notFound("account");
  return account;
}

/** Reads a status's id in an address. @throws Refusal not-found where it is none */
export function refOf(text: string | undefined): StatusRef {
  const ref = readStatusId(text ?? "");
  if (ref === undefined) throw notFound("status");
  return ref;
}

/** The row of a status that the reader may see. @throws Refusal not-found */
export async function recordOf({ instance, reader }: Asker, text: string | undefined): Promise<StatusRecord> {
  const ref = refOf(text);
  const [record] = await loadStatuses(instance.db, reader, [ref]);
  if (record === undefined || record.publishedAt.getTime() !== ref.publishedAt.getTime()) {
    throw notFound("status");
  }
  return record;
}

/** What of a status can be liked: of a boost, what was passed on. */
export const likeableOf = (record: StatusRecord): Likeable & StatusRef =>
  record.kind === "boost" ? record.of : record;
