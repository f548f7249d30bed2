import type { AuditAgent } from "#domain/audit.ts";
import { type Trust, TRUSTS } from "#domain/peer.ts";
import { invalid } from "#domain/refusal.ts";
import { awaitStreamsOf } from "#store/awaited-streams.ts";
import { setTrust } from "#store/peers.ts";
import type { Instance } from "#instance";
import { recordAudit } from "./record-audit.ts";

const HOST =
  /^(?=.{1,253}(?::\d+)?$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/u;

/**
 * Says what this institution thinks of another one, met before or not. Who follows a specialty here follows it at an
 * institution that becomes trusted, too, within minutes.
 *
 * @param hostOrOrigin `cases.hospital.example`, with a port where it has one, or the whole address
 * @param by who says so; the operator where nobody is named
 * @throws Refusal invalid
 */
export async function setPeerTrust(
  instance: Instance,
  hostOrOrigin: string,
  trust: string,
  by: AuditAgent = { kind: "operator" },
): Promise<void> {
  const known = TRUSTS.find((one) => one === trust);
  if (known === undefined) throw invalid("trust", `Trust is one of ${TRUSTS.join(", ")}.`);
  const host = readHost(hostOrOrigin);
  if (host === new URL(instance.config.origin).host) {
    throw invalid("host", "This is this institution itself.");
  }
  await instance.db.transaction(async (tx) => {
    await setTrust(tx, host, known satisfies Trust, instance.clock());
    if (known === "trusted") await awaitStreamsOf(tx, host, instance.clock());
    await recordAudit(instance, tx, {
      action: "peer.trust",
      agent: by,
      object: `Peer/${host}`,
      detail: { trust: known },
    });
  });
}

function readHost(text: string): string {
  const trimmed = text.trim().toLowerCase();
  const host = /^https?:\/\//u.test(trimmed) && URL.canParse(trimmed) ? new URL(trimmed).host : trimmed;
  if (!HOST.test(host)) {
    throw invalid("host", "Give the address of an institution, such as cases.hospital.example.");
  }
  return host;
}
