import { actorAddresses } from "#domain/addresses.ts";
import { ACTOR_CONTEXT } from "../vocabulary.ts";
import type { PublishedKeys } from "./document.ts";

/**
 * What the documents of all local actors have in common. There is no `published`: times could be matched with a
 * hospital's sign-in log.
 */
export function actorBase(origin: string, handle: string, keys: PublishedKeys) {
  const at = actorAddresses(origin, handle);
  return {
    "@context": ACTOR_CONTEXT,
    id: at.uri,
    preferredUsername: handle,
    url: at.url,
    inbox: at.inbox,
    outbox: at.outbox,
    followers: at.followers,
    following: at.following,
    endpoints: { sharedInbox: at.sharedInbox },
    manuallyApprovesFollowers: false,
    discoverable: true,
    publicKey: { id: at.rsaKeyId, owner: at.uri, publicKeyPem: keys.rsaPem },
    assertionMethod: [
      {
        id: at.ed25519KeyId,
        type: "Multikey",
        controller: at.uri,
        publicKeyMultibase: keys.ed25519Multibase,
      },
    ],
  } as const;
}
