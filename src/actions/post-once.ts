import type { AccountId } from "#domain/ids.ts";
import { conflict } from "#domain/refusal.ts";
import { claimKey, deleteKey, finishKey, findKey } from "#store/idempotency.ts";
import type { Instance } from "#instance";

/** How long a key is remembered; after that it is a new one. */
const KEPT_MS = 3_600_000;

/**
 * Posts something under a key that an app made up, once: what comes again under the same key gets what was posted then.
 *
 * @param post gives the id of what it posted; where it throws, the key is free again
 * @throws Refusal conflict while the first one is still being posted
 */
export async function postOnce(
  instance: Instance,
  accountId: AccountId,
  key: string,
  post: () => Promise<string>,
): Promise<string> {
  const now = instance.clock();
  if (!(await claimKey(instance.db, accountId, key, now, new Date(now.getTime() - KEPT_MS)))) {
    const known = await findKey(instance.db, accountId, key);
    if (known !== undefined && known !== null) return known;
    throw conflict("This is being posted already: wait for the first answer.");
  }
  try {
    const id = await post();
    await finishKey(instance.db, accountId, key, id);
    return id;
  } catch (error) {
    await deleteKey(instance.db, accountId, key);
    throw error;
  }
}
