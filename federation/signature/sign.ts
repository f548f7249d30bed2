import { createHash, KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import type { SigningKey } from "../keys.ts";

/** The two ways of HTTP signatures: RFC 9421, and draft-cavage-http-signatures-12 for servers that know no other. */
export type Signatures = "rfc9421" | "cavage";

/** A POST that is to be signed. */
export interface Post {
  readonly url: URL;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** On another thread, so that the others go on meanwhile: a signature takes most of a millisecond. */
const signElsewhere = promisify(sign);

/**
 * The headers of a POST, signed with RSASSA-PKCS1-v1_5 and SHA-256. Both kinds cover method, address, host, date and
 * body, which is what servers of the field ask for.
 *
 * A delivery is signed for each inbox, and hundreds of inboxes get the same activity: what costs here costs hundreds of times.
 */
export async function signedHeaders(
  post: Post,
  key: Pick<SigningKey, "keyId" | "privateKey">,
  signatures: Signatures,
  now: Date,
): Promise<Record<string, string>> {
  const digest = createHash("sha256").update(post.body).digest("base64");
  const rsa = KeyObject.from(key.privateKey);
  const make = signatures === "rfc9421" ? byRfc9421 : byCavage;
  const { headers, signed, withSignature } = make(post, key.keyId, digest, now);
  const signature = await signElsewhere("sha256", Buffer.from(signed), rsa);
  return { "content-type": post.contentType, ...headers, ...withSignature(signature.toString("base64")) };
}

interface Draft {
  /** Those that are signed. */
  readonly headers: Readonly<Record<string, string>>;
  /** What is signed. */
  readonly signed: string;
  readonly withSignature: (base64: string) => Readonly<Record<string, string>>;
}

function byRfc9421({ url }: Post, keyId: string, digest: string, now: Date): Draft {
  const date = now.toUTCString();
  const contentDigest = `sha-256=:${digest}:`;
  const created = Math.floor(now.getTime() / 1000);
  const input = `("@method" "@target-uri" "@authority" "host" "date" "content-digest");alg="rsa-v1_5-sha256";keyid="${keyId}";created=${created}`;
  const lines = [
    '"@method": POST',
    `"@target-uri": ${url.href}`,
    `"@authority": ${url.host}`,
    `"host": ${url.host}`,
    `"date": ${date}`,
    `"content-digest": ${contentDigest}`,
    `"@signature-params": ${input}`,
  ];
  return {
    headers: { date, "content-digest": contentDigest },
    signed: lines.join("\n"),
    withSignature: (base64) => ({ "signature-input": `sig1=${input}`, signature: `sig1=:${base64}:` }),
  };
}

function byCavage({ url, contentType }: Post, keyId: string, digest: string, now: Date): Draft {
  const date = now.toUTCString();
  const lines = [
    `(request-target): post ${url.pathname}${url.search}`,
    `host: ${url.host}`,
    `date: ${date}`,
    `digest: SHA-256=${digest}`,
    `content-type: ${contentType}`,
  ];
  return {
    headers: { date, digest: `SHA-256=${digest}` },
    signed: lines.join("\n"),
    withSignature: (base64) => ({
      signature: `keyId="${keyId}",algorithm="rsa-sha256",headers="(request-target) host date digest content-type",signature="${base64}"`,
    }),
  };
}
