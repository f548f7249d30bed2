import { statusListUri } from "#domain/addresses.ts";
import { signStatusList } from "#identity/status-list.ts";
import { readStatusPlaces } from "#store/attestation-statuses.ts";
import type { Instance } from "#instance";
import { findIssuerKey } from "./find-issuer-key.ts";

/** Signs one of this institution's status lists as it stands now; `undefined` where there is no such list. */
export async function publishStatusList(instance: Instance, list: number): Promise<string | undefined> {
  const revoked = await readStatusPlaces(instance.db, list);
  if (revoked === undefined) return undefined;
  return await signStatusList({
    uri: statusListUri(instance.config.origin, list),
    issuerKey: await findIssuerKey(instance),
    revoked,
    now: instance.clock(),
    seconds: instance.config.statusListSeconds,
  });
}
