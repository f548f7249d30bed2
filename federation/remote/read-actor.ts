import { decodeMultibase } from "@fedify/vocab-runtime";
import { z } from "zod";
import { invalid } from "#domain/refusal.ts";
import type { actors, AssertionKey } from "#store/schema/index.ts";
import { cleanHtml, cleanName } from "./sanitize.ts";
import { hostOf, idOf } from "./wire.ts";

const multikey = z.looseObject({
  id: z.string(),
  type: z.literal("Multikey"),
  controller: z.string(),
  publicKeyMultibase: z.string().max(200),
});

const actorShape = z.looseObject({
  id: z.url({ protocol: /^https?$/u }),
  type: z.enum(["Person", "Group", "Application", "Service", "Organization"]),
  preferredUsername: z.string().min(1).max(200),
  name: z.string().nullish(),
  summary: z.string().nullish(),
  url: z.unknown().optional(),
  inbox: z.url(),
  followers: idOf.nullish(),
  endpoints: z.looseObject({ sharedInbox: z.url().nullish() }).nullish().catch(undefined),
  assertionMethod: z
    .union([z.array(z.unknown()), z.unknown().transform((one) => [one])])
    .nullish()
    .transform((methods) => methods ?? []),
  attestation: z.string().max(16_384).nullish().catch(undefined),
});

/** What a remote actor's document says of it, as it is kept; what its attestation is worth is decided elsewhere. */
export type RemoteActor = Omit<typeof actors.$inferInsert, "id" | "local" | "fetchedAt" | "verified"> & {
  readonly assertionKeys: AssertionKey[];
};

/**
 * Reads the document of a remote actor. Everything that it says of itself must lie on its own host: its inboxes, its
 * followers, its keys. A name is plain text, a summary is sanitised.
 *
 * @param documentUrl where the document was fetched from, after redirects
 * @throws Refusal invalid, saying what is wrong
 */
export function readActor(document: unknown, documentUrl: string): RemoteActor {
  const read = actorShape.safeParse(document);
  if (!read.success) throw invalid("actor", `The document at ${documentUrl} is no actor that can be read.`);
  const actor = read.data;
  const host = hostOf(actor.id);
  if (host === undefined || host !== hostOf(documentUrl)) {
    throw invalid("actor", `${documentUrl} shows an actor of another server.`);
  }
  const onHost = (address: string | null | undefined): string | null =>
    typeof address === "string" && hostOf(address) === host ? address : null;
  const inbox = onHost(actor.inbox);
  if (inbox === null) throw invalid("actor", `${actor.id} has its inbox on another server.`);
  const page = typeof actor.url === "string" ? onHost(actor.url) : null;
  return {
    uri: actor.id,
    type: actor.type,
    username: cleanName(actor.preferredUsername),
    host,
    name: cleanName(actor.name ?? "") || cleanName(actor.preferredUsername),
    summary: cleanHtml(actor.summary ?? ""),
    url: page ?? actor.id,
    inbox,
    sharedInbox: onHost(actor.endpoints?.sharedInbox),
    followers: onHost(actor.followers),
    assertionKeys: actor.assertionMethod.flatMap((method) => readKey(method, actor.id)),
    attestation: actor.attestation ?? null,
  };
}

/** An Ed25519 Multikey of the actor itself (FEP-521a); nothing for one of another kind or controller. */
function readKey(method: unknown, actorUri: string): AssertionKey[] {
  const read = multikey.safeParse(method);
  if (!read.success || read.data.controller !== actorUri) return [];
  if (hostOf(read.data.id) !== hostOf(actorUri)) return [];
  try {
    const bytes = decodeMultibase(read.data.publicKeyMultibase);
    // The multicodec prefix of an Ed25519 public key, then its 32 bytes.
    if (bytes.length !== 34 || bytes[0] !== 0xed || bytes[1] !== 0x01) return [];
    const x = Buffer.from(bytes.subarray(2)).toString("base64url");
    return [{ id: read.data.id, jwk: { kty: "OKP", crv: "Ed25519", x } }];
  } catch {
    return [];
  }
}
