import { deleteApplications, waitingIds } from "#store/applications.ts";
import type { Instance } from "#instance";

const KEPT_DAYS = 30;

/**
 * Forgets applications after thirty days, and destroys the keys of those that are decided or gone: also where the process
 * died between a decision and the destroying.
 */
export async function forgetApplications(instance: Instance): Promise<void> {
  // Named before it is looked who waits: a key that is made meanwhile is not among them.
  const names = await instance.applicationKeys.names();
  await deleteApplications(instance.db, new Date(instance.clock().getTime() - KEPT_DAYS * 86_400_000));
  const waiting = await waitingIds(instance.db);
  for (const name of names) {
    if (!waiting.has(name)) await instance.applicationKeys.destroy(name);
  }
}
