import { randomUUID } from "node:crypto";
import { readStatusId } from "#domain/status-ref.ts";
import { notFound } from "#domain/refusal.ts";
import { deleteFilterStatus, type Filter, insertFilterStatus } from "#store/filters.ts";
import type { Instance } from "#instance";

/** Lets a filter catch a single status. @throws Refusal not-found for what cannot be the id of one */
export async function filterStatus(
  instance: Instance,
  filter: Filter,
  statusId: string,
): Promise<Filter["statuses"][number]> {
  if (readStatusId(statusId) === undefined) throw notFound("status");
  const row = { id: randomUUID(), filterId: filter.id, statusId };
  await insertFilterStatus(instance.db, row);
  return row;
}

/** Lets a status through again. @throws Refusal not-found where the filter does not catch it */
export async function unfilterStatus(
  instance: Instance,
  filter: Filter,
  id: string,
): Promise<Filter["statuses"][number]> {
  const row = filter.statuses.find((one) => one.id === id);
  if (row === undefined) throw notFound("filtered status");
  await deleteFilterStatus(instance.db, id);
  return row;
}
