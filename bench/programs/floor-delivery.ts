// The least that a delivery can do: sign with RSA-2048 and post.
import { createHash, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { Agent } from "undici";
import { z } from "zod";
import { answerCalls } from "../support/calls.ts";

const deliver = z.object({
  inboxes: z.array(z.string()),
  body: z.string(),
  concurrency: z.number(),
  perHost: z.number(),
});

const keyId = "http://floor.localhost/actors/me#main-key";
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const key = createPrivateKey(privateKey);

function signedHeaders(inbox: string, body: string): Record<string, string> {
  const digest = `sha-256=:${createHash("sha256").update(body).digest("base64")}:`;
  const created = Math.floor(Date.now() / 1000);
  const input = `("@method" "@target-uri" "content-digest");created=${created};keyid="${keyId}"`;
  const signed = [
    '"@method": POST',
    `"@target-uri": ${inbox}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${input}`,
  ].join("\n");
  const signature = sign("sha256", Buffer.from(signed), key).toString("base64");
  return {
    "content-type": "application/activity+json",
    "content-digest": digest,
    "signature-input": `sig1=${input}`,
    signature: `sig1=:${signature}:`,
  };
}

let agent: Agent | undefined;

answerCalls({
  async deliver(argument) {
    const { inboxes, body, concurrency, perHost } = deliver.parse(argument);
    agent ??= new Agent({ connections: perHost });
    const to = agent;
    const left = inboxes[Symbol.iterator]();
    const work = async (): Promise<void> => {
      for (let next = left.next(); next.done !== true; next = left.next()) {
        const { origin, pathname } = new URL(next.value);
        const headers = signedHeaders(next.value, body);
        const response = await to.request({ origin, path: pathname, method: "POST", headers, body });
        await response.body.dump();
        if (response.statusCode !== 202) throw new Error(`${next.value} answered ${response.statusCode}`);
      }
    };
    const begun = performance.now();
    await Promise.all(Array.from({ length: concurrency }, work));
    return (performance.now() - begun) / 1000;
  },
});
