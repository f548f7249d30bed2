import type { FederatedAudience } from "#domain/audience.ts";
import type { Trust } from "#domain/peer.ts";
import type { Destination } from "#store/deliveries.ts";

/**
 * Whether something with this audience may be sent to an institution with this trust: restricted things to trusted
 * ones only, public ones to all but those that were limited or blocked.
 */
export const mayReceive = (audience: FederatedAudience, trust: Trust): boolean =>
  audience === "public" ? trust === "trusted" || trust === "unknown" : trust === "trusted";

/**
 * The inboxes among the candidates that may receive it, each once, however many ways lead to it.
 *
 * @param except a host that has it already
 */
export function recipients(
  audience: FederatedAudience,
  candidates: readonly { readonly inbox: string; readonly trust: Trust }[],
  except?: string,
): Destination[] {
  const inboxes = new Set(
    candidates.filter(({ trust }) => mayReceive(audience, trust)).map(({ inbox }) => inbox),
  );
  return [...inboxes].map(destination).filter(({ host }) => host !== except);
}

/** An inbox as the ledger keeps it. */
export const destination = (inbox: string): Destination => ({ inbox, host: new URL(inbox).host });
