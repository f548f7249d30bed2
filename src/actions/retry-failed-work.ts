import type { Member } from "#domain/member.ts";
import { retryFailed } from "#store/queue.ts";
import type { Instance } from "#instance";
import { requireAdministrator } from "./require-physician.ts";

/**
 * Lets an administrator have the work of a queue that was given up tried again.
 *
 * @returns how many messages there were
 * @throws Refusal unauthenticated or forbidden for who is no administrator
 */
export async function retryFailedWork(
  instance: Instance,
  member: Member | undefined,
  queue: string,
): Promise<number> {
  requireAdministrator(member);
  return retryFailed(instance.db, queue);
}
