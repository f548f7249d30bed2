import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { enqueue } from "#store/queue.ts";
import { trustOf } from "#store/peers.ts";
import { wasReceived } from "#store/received.ts";
import type { Instance } from "#instance";
import type { SignatureCheck } from "../viewer.ts";
import { hostOf } from "../remote/wire.ts";
import type { ProofCheck } from "../remote/proof-check.ts";
import { coverageFault } from "./coverage.ts";
import { INBOX_QUEUE } from "./process.ts";
import { readActivity } from "./read-activity.ts";

export interface InboxParts {
  readonly instance: Instance;
  readonly signatures: SignatureCheck;
  readonly proofs: ProofCheck;
}

const MAX_BYTES = 1024 * 1024;

/**
 * The door of every inbox. What passes is proven to come from its actor: by the HTTP signature, or, where somebody
 * else passes it on, by its own integrity proof. It is kept before it is answered with 202, and worked off afterwards.
 *
 * Every refusal says in one line of JSON what is wrong; nothing of the request is kept then.
 */
export function createInboxRoutes({ instance, signatures, proofs }: InboxParts): Hono {
  const app = new Hono();
  const refuse = (status: 400 | 401 | 403 | 413 | 415, error: string): Response =>
    Response.json({ error }, { status });
  const limit = bodyLimit({
    maxSize: MAX_BYTES,
    onError: () => refuse(413, "An activity has at most 1 MB."),
  });

  app.post("/actors/:handle/inbox", limit, (c) => take(c.req.raw));
  app.post("/inbox", limit, (c) => take(c.req.raw));

  async function take(request: Request): Promise<Response> {
    const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
    if (!/^application\/(?:activity\+json|ld\+json|json)$/u.test(type)) {
      return refuse(415, "Send application/activity+json.");
    }
    const unsigned = coverageFault(request.headers);
    if (unsigned !== undefined) return refuse(401, unsigned);
    const bytes = new Uint8Array(await request.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    const read = readActivity(text);
    if ("fault" in read) return refuse(400, read.fault);
    const { activity } = read;
    const host = hostOf(activity.actor) ?? "";
    if ((await trustOf(instance.db, host)) === "blocked") return refuse(403, `${host} is blocked here.`);
    const signer = await signatures.signer(
      new Request(request.url, { method: "POST", headers: request.headers, body: bytes }),
    );
    if (signer === undefined) return refuse(401, "The signature does not hold, or its key cannot be had.");
    if (signer.actorUri !== activity.actor) {
      const proof = await proofs.check(JSON.parse(text), activity.actor);
      if (proof === undefined) {
        return refuse(
          401,
          `${signer.actorUri} signed what ${activity.actor} did, and no proof of the latter holds.`,
        );
      }
    }
    if (await wasReceived(instance.db, activity.id)) return new Response(null, { status: 202 });
    await enqueue(instance.db, [{ queue: INBOX_QUEUE, payload: { text }, orderingKey: activity.actor }]);
    return new Response(null, { status: 202 });
  }
  return app;
}
