import { findActorByUri } from "#store/actors.ts";
import { trustOf } from "#store/peers.ts";
import { enqueue } from "#store/queue.ts";
import { wasReceived } from "#store/received.ts";
import type { Instance } from "#instance";
import type { ProofCheck } from "../remote/proof-check.ts";
import { type Activity, hostOf, idOf } from "../remote/wire.ts";
import type { SignatureCheck } from "../viewer.ts";
import { INBOX_QUEUE } from "./process.ts";
import { readActivity } from "./read-activity.ts";
import { readBody } from "./read-body.ts";

export interface GateParts {
  readonly instance: Instance;
  readonly signatures: SignatureCheck;
  readonly proofs: ProofCheck;
}

const BODY = { maxBytes: 1024 * 1024, timeoutMs: 10_000 } as const;
const TYPES = /^application\/(?:activity\+json|ld\+json|json)$/u;

type Status = 400 | 401 | 403 | 408 | 413 | 415;

/** An answer that says in one line of JSON what is wrong. */
const refuse = (status: Status, error: string): Response => Response.json({ error }, { status });
const taken = (): Response => new Response(null, { status: 202 });

/**
 * Takes what was posted to an inbox. What passes is proven to come from its actor: by the HTTP signature, or, where
 * somebody else passes it on, by its own integrity proof as well. It is kept before it is answered with 202, and
 * worked off afterwards; of what is refused nothing is kept.
 */
export async function admit(parts: GateParts, request: Request): Promise<Response> {
  const { instance, signatures } = parts;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!TYPES.test(type)) return refuse(415, "Send application/activity+json.");
  if ((request.headers.get("content-encoding") ?? "identity") !== "identity") {
    return refuse(415, "Send the activity as it is, without a content coding.");
  }
  if (!request.headers.has("signature")) {
    return refuse(401, "Sign the request, by RFC 9421 or draft-cavage-http-signatures-12.");
  }
  const body = await readBody(request, BODY);
  if (body === "too-large") return refuse(413, "An activity has at most 1 MB.");
  if (body === "too-slow") return refuse(408, "The activity did not arrive within ten seconds.");
  if (body === "not-text") return refuse(400, "The body is not in UTF-8.");
  const read = readActivity(body.text);
  if ("fault" in read) return refuse(400, read.fault);
  const { activity, document } = read;

  const fault = await hostFault(instance, hostOf(activity.actor) ?? "");
  if (fault !== undefined) return refuse(403, fault);
  if (await isGoneStranger(instance, activity)) return taken();
  const signer = await signatures.signer({
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body: body.bytes,
  });
  if ("fault" in signer) return refuse(401, signer.fault);
  if (signer.actorUri !== activity.actor) {
    if ((await trustOf(instance.db, signer.host)) === "blocked") {
      return refuse(403, `${signer.host} is blocked here.`);
    }
    if ((await parts.proofs.check(document, activity.actor)) === undefined) {
      return refuse(
        401,
        `${signer.actorUri} signed what ${activity.actor} did, and no proof of the latter holds.`,
      );
    }
  }
  // The table of receipts decides when it is worked off; this spares the work where it can.
  if (!(await wasReceived(instance.db, activity.id))) {
    const payload = { text: body.text };
    await enqueue(instance.db, [{ queue: INBOX_QUEUE, payload, orderingKey: activity.actor }]);
  }
  return taken();
}

async function hostFault(instance: Instance, host: string): Promise<string | undefined> {
  if (host === new URL(instance.config.origin).host) {
    return "The actors of this institution do not post to its inboxes.";
  }
  return (await trustOf(instance.db, host)) === "blocked" ? `${host} is blocked here.` : undefined;
}

/**
 * Whether somebody who was never known here tells that they are gone. Whole servers are told of every account that ends,
 * and its key is gone with it: there is nothing to check, and nothing to do.
 */
async function isGoneStranger({ db }: Instance, activity: Activity): Promise<boolean> {
  if (activity.type !== "Delete" || idOf.safeParse(activity.object).data !== activity.actor) return false;
  return (await findActorByUri(db, activity.actor)) === undefined;
}
