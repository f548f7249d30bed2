import { type CryptoKey, exportSPKI, generateKeyPair } from "jose";

/** Somebody on another server, who signs requests. */
export interface Sender {
  readonly uri: string;
  readonly origin: string;
  readonly handle: string;
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  readonly publicKeyPem: string;
}

/** Making a key takes tenths of a second; to whoever verifies, keys are told apart by their addresses. */
const KEY_PAIRS = 8;

/** Makes senders with RSA-2048 keys, spread evenly over the servers. */
export async function makeSenders(origins: readonly string[], count: number): Promise<Sender[]> {
  const pairs = await Promise.all(
    Array.from({ length: Math.min(KEY_PAIRS, count) }, async () => {
      const { privateKey, publicKey } = await generateKeyPair("RS256", {
        modulusLength: 2048,
        extractable: true,
      });
      return { privateKey, publicKeyPem: await exportSPKI(publicKey) };
    }),
  );
  return Array.from({ length: count }, (_, index) => {
    const origin = at(origins, index);
    const handle = `heron-${index}`;
    const uri = `${origin}/users/${handle}`;
    return { ...at(pairs, index), uri, origin, handle, keyId: `${uri}#main-key` };
  });
}

/** The item at this place of a list that begins anew at its end. @throws Error where the list is empty */
export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("The list is empty");
  return item;
}

/** The document of a sender, as servers of the fediverse show theirs. */
export const actorDocument = (sender: Sender): object => ({
  "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
  id: sender.uri,
  type: "Person",
  preferredUsername: sender.handle,
  name: sender.handle,
  inbox: `${sender.uri}/inbox`,
  outbox: `${sender.uri}/outbox`,
  followers: `${sender.uri}/followers`,
  endpoints: { sharedInbox: `${sender.origin}/inbox` },
  publicKey: { id: sender.keyId, owner: sender.uri, publicKeyPem: sender.publicKeyPem },
});
