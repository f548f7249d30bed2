import { forgetRetiredKeys, insertIssuerKey, retireIssuerKey } from "#store/issuer-keys.ts";
import type { Instance } from "#instance";
import { findIssuerKey, newIssuerKey } from "./find-issuer-key.ts";
import { recordAudit } from "./record-audit.ts";

/** Others remember keys for an hour: by then all of them have looked again and know the next one. */
const OVERLAP_MS = 2 * 3_600_000;
const KEY_DAYS = 90;

/**
 * Publishes the key that this institution attests with two hours from now; the one in use is retired at that time, and
 * stays published with it. What it signed stays valid.
 *
 * @param olderThan nothing is done where the key in use, or one that follows it already, is younger
 * @returns when the next key comes into use; `undefined` where nothing was done
 */
export async function rotateIssuerKey(instance: Instance, olderThan: Date): Promise<Date | undefined> {
  await findIssuerKey(instance);
  const at = new Date(instance.clock().getTime() + OVERLAP_MS);
  const next = await newIssuerKey(instance, at);
  return instance.db.transaction(async (tx) => {
    if (!(await retireIssuerKey(tx, at, olderThan))) return undefined;
    await insertIssuerKey(tx, next);
    await recordAudit(instance, tx, {
      action: "issuer-key.rotated",
      agent: { kind: "system" },
      object: `IssuerKey/${next.keyId}`,
    });
    return at;
  });
}

/** Changes the key every ninety days, and destroys the private halves of those that were retired. */
export async function rotateIssuerKeyInTime(instance: Instance): Promise<void> {
  const now = instance.clock();
  await rotateIssuerKey(instance, new Date(now.getTime() - KEY_DAYS * 86_400_000));
  await forgetRetiredKeys(instance.db, now);
}
