import type { ServerResponse } from "node:http";
import { generateEd25519Keys, publicJwk } from "#identity/actor-keys.ts";
import { issueAttestation, present } from "#identity/attestation.ts";
import { issuerMetadata } from "#identity/issuer-keys.ts";
import { signStatusList } from "#identity/status-list.ts";
import type { RemoteActor, RemoteServer } from "./remote-server.ts";

/**
 * Has a server attest its actors as physicians from now on, as an institution does.
 *
 * @returns what makes the presentation that an opinion of one of them carries
 */
export async function vouching(server: RemoteServer): Promise<(actor: RemoteActor) => Promise<string>> {
  const { origin } = server;
  const keys = await generateEd25519Keys();
  const kid = `${origin}/actors/institution#ed25519-key`;
  const published = { ...(await publicJwk(keys.publicKey)), kid, alg: "EdDSA" };
  const status = { uri: `${origin}/status-lists/0`, index: 7 };
  const list = {
    uri: status.uri,
    issuerKey: { kid, privateKey: keys.privateKey },
    revoked: [],
    seconds: 900,
  };
  const serve = async (response: ServerResponse) =>
    response.end(await signStatusList({ ...list, now: new Date() }));
  server.documents.set("/.well-known/jwt-vc-issuer", issuerMetadata(origin, [published]));
  server.handlers.set("/status-lists/0", (_, response) => void serve(response));
  return async (actor) => {
    const { attestation } = await issueAttestation({
      issuer: origin,
      issuerKey: { kid, privateKey: keys.privateKey },
      subject: actor.uri,
      confirmationKey: await publicJwk(actor.keys.ed25519.publicKey),
      verified: { profession: "physician", specialty: "dermatology" },
      status,
      now: new Date(),
    });
    return present(attestation, ["profession"]);
  };
}
