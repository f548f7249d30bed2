import { findActorByUri } from "#store/actors.ts";
import { batched } from "#store/batched.ts";
import { hostsHeard } from "#store/delivery-queue.ts";
import { trustsOf } from "#store/peers.ts";
import { enqueue } from "#store/queue.ts";
import { receivedAmong } from "#store/received.ts";
import type { Instance } from "#instance";
import type { ProofCheck } from "../remote/proof-check.ts";
import { type Activity, hostOf, idOf } from "../remote/wire.ts";
import type { PeerLimit, SignatureCheck } from "../viewer.ts";
import { INBOX_QUEUE } from "./process.ts";
import { readActivity } from "./read-activity.ts";
import { readBody } from "./read-body.ts";

export interface GateParts {
  readonly instance: Instance;
  readonly signatures: SignatureCheck;
  readonly proofs: ProofCheck;
  /** Counts what a server sends. */
  readonly limit: PeerLimit;
}

const BODY = { maxBytes: 1024 * 1024, timeoutMs: 10_000 } as const;
const TYPES = /^application\/(?:activity\+json|ld\+json|json)$/u;

type Status = 400 | 401 | 403 | 408 | 413 | 415;

/** An answer that says in one line of JSON what is wrong. */
const refuse = (status: Status, error: string): Response => Response.json({ error }, { status });
const taken = (): Response => new Response(null, { status: 202 });

/** Answers what was posted to an inbox. */
export type Gate = (request: Request) => Promise<Response>;

/**
 * Takes what is posted to the inboxes. What passes is proven to come from its actor: by the HTTP signature, or, where
 * somebody else passes it on, by its own integrity proof as well. It is kept before it is answered with 202, and
 * worked off afterwards; of what is refused nothing is kept.
 *
 * The database is asked about many requests at a time, which is what lets a busy inbox keep up.
 */
export function createGate({ instance, signatures, proofs, limit }: GateParts): Gate {
  const { db, config } = instance;
  const ownHost = new URL(config.origin).host;
  const trustOf = batched((hosts: readonly string[]) => trustsOf(db, hosts));
  const keep = batched(async (messages: readonly Kept[]) => {
    // The table of receipts decides when it is worked off; this spares the work where it can.
    const received = await receivedAmong(
      db,
      messages.map(({ activity }) => activity.id),
    );
    await enqueue(
      db,
      messages
        .filter(({ activity }) => !received.has(activity.id))
        .map(({ activity, text }) => ({
          queue: INBOX_QUEUE,
          payload: { text },
          orderingKey: activity.actor,
        })),
    );
    await hostsHeard(db, [...new Set(messages.map(({ sender }) => sender))]);
    return messages.map(() => undefined);
  });

  const hostFault = async (host: string): Promise<string | undefined> => {
    if (host === ownHost) return "The actors of this institution do not post to its inboxes.";
    return (await trustOf(host)) === "blocked" ? `${host} is blocked here.` : undefined;
  };

  return async (request) => {
    const headerFault = faultOfHeaders(request.headers);
    if (headerFault !== undefined) return headerFault;
    const body = await readBody(request, BODY);
    if (body === "too-large") return refuse(413, "An activity has at most 1 MB.");
    if (body === "too-slow") return refuse(408, "The activity did not arrive within ten seconds.");
    if (body === "not-text") return refuse(400, "The body is not in UTF-8.");
    const read = readActivity(body.text);
    if ("fault" in read) return refuse(400, read.fault);
    const { activity, document } = read;

    const fault = await hostFault(hostOf(activity.actor) ?? "");
    if (fault !== undefined) return refuse(403, fault);
    if (await isGoneStranger(instance, activity)) return taken();
    const signer = await signatures.signer({
      method: request.method,
      url: new URL(request.url),
      headers: request.headers,
      body: body.bytes,
    });
    if ("fault" in signer) return refuse(401, signer.fault);
    const tooMany = limit(signer.host);
    if (tooMany !== undefined) return tooMany;
    if (signer.actorUri !== activity.actor) {
      if ((await trustOf(signer.host)) === "blocked") return refuse(403, `${signer.host} is blocked here.`);
      if ((await proofs.check(document, activity.actor)) === undefined) {
        return refuse(
          401,
          `${signer.actorUri} signed what ${activity.actor} did, and no proof of the latter holds.`,
        );
      }
    }
    await keep({ activity, text: body.text, sender: signer.host });
    return taken();
  };
}

/** An activity that passed, as it came. */
interface Kept {
  readonly activity: Activity;
  readonly text: string;
  /** The host that brought it. */
  readonly sender: string;
}

/** The answer to a request that need not be read. */
function faultOfHeaders(headers: Headers): Response | undefined {
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!TYPES.test(type)) return refuse(415, "Send application/activity+json.");
  if ((headers.get("content-encoding") ?? "identity") !== "identity") {
    return refuse(415, "Send the activity as it is, without a content coding.");
  }
  if (!headers.has("signature")) {
    return refuse(401, "Sign the request, by RFC 9421 or draft-cavage-http-signatures-12.");
  }
  return undefined;
}

/**
 * Whether somebody who was never known here tells that they are gone. Whole servers are told of every account that ends,
 * and its key is gone with it: there is nothing to check, and nothing to do.
 */
async function isGoneStranger({ db }: Instance, activity: Activity): Promise<boolean> {
  if (activity.type !== "Delete" || idOf.safeParse(activity.object).data !== activity.actor) return false;
  return (await findActorByUri(db, activity.actor)) === undefined;
}
