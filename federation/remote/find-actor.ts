import type { Logger } from "@logtape/logtape";
import type { DocumentLoader } from "@fedify/vocab-runtime";
import { INSTITUTION_HANDLE } from "#domain/addresses.ts";
import { forbidden, invalid, notFound, Refusal, unavailable } from "#domain/refusal.ts";
import { type ActorId, newOpaqueId } from "#domain/ids.ts";
import { type AttestationSources, verifyAttestation } from "#identity/verify-attestation.ts";
import { NetError } from "#net/errors.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { batched } from "#store/batched.ts";
import {
  type ActorRow,
  findActorByHandle,
  findActorByUri,
  findActorsByUri,
  upsertRemoteActor,
} from "#store/actors.ts";
import type { Database } from "#store/database.ts";
import { meetPeer, namePeer, trustOf } from "#store/peers.ts";
import { RecentFailures } from "./recent-failures.ts";
import { readActor, type RemoteActor } from "./read-actor.ts";
import { netWords } from "./net-words.ts";
import { hostOf } from "./wire.ts";
import { finger } from "./webfinger.ts";

export interface ActorFinderParts {
  readonly db: Database;
  readonly origin: string;
  readonly allowOrigins: readonly string[];
  readonly fetcher: Pick<Fetcher, "fetch">;
  /** Signs in the institution's name. */
  readonly documentLoader: DocumentLoader;
  readonly attestationSources: AttestationSources;
  /** Finds a local actor, making a stream or the institution where needed. */
  readonly localActor: (handle: string) => Promise<ActorRow | undefined>;
  readonly clock: () => Date;
  readonly log: Logger;
}

export interface ActorFinder {
  /** @throws Refusal not-found, unavailable, or invalid where the document is no actor */
  find(handleOrUri: string): Promise<ActorRow>;
  /** The actor with this very id, where it is known here; nobody else is asked. */
  known(uri: string): Promise<ActorRow | undefined>;
  /** The actor with this very id. @throws Refusal; invalid where another one answers at that address */
  exact(uri: string): Promise<ActorRow>;
  /** Asks the actor's server anew, though at most once a minute. */
  refresh(uri: string): Promise<ActorRow>;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const HANDLE = /^@?([\p{L}\p{N}_.-]{1,100})@([a-z0-9.:-]{1,253})$/iu;

/** Finds actors, here or elsewhere; those of others are remembered for a day. */
export function createActorFinder(parts: ActorFinderParts): ActorFinder {
  const { db, origin, clock } = parts;
  const ownHost = new URL(origin).host;
  const underWay = new Map<string, Promise<ActorRow>>();

  const failures = new RecentFailures();
  /** While much arrives, many are looked up at a time. */
  const known = batched((uris: readonly string[]) => findActorsByUri(db, uris));

  const fetchActor = (uri: string): Promise<ActorRow> => {
    const running = underWay.get(uri);
    if (running !== undefined) return running;
    const fetching = failures
      .guard(uri, async () => {
        const actor = await fetchAndKeep(parts, uri);
        if (actor.verified !== null) learnInstitution(actor.host);
        return actor;
      })
      .finally(() => underWay.delete(uri));
    underWay.set(uri, fetching);
    return fetching;
  };

  /** Who vouches for somebody is shown by its name, which its own actor says. Nothing waits for that. */
  const learnInstitution = (host: string): void => {
    byHandle(INSTITUTION_HANDLE, host).catch((error: unknown) => {
      parts.log.info("{host} does not say what it is called: {error}", { host, error });
    });
  };

  /** What is a day old is still good while it is asked for anew. */
  const knownOrFetched = (known: ActorRow | undefined, uri: string): ActorRow | Promise<ActorRow> => {
    if (known === undefined) return fetchActor(uri);
    if (!isFresh(known, DAY_MS)) {
      fetchActor(known.uri).catch((error: unknown) => {
        parts.log.info("{actor} cannot be brought up to date: {error}", { actor: known.uri, error });
      });
    }
    return known;
  };

  const local = async (handle: string): Promise<ActorRow> => {
    const row = await parts.localActor(handle);
    if (row === undefined) throw notFound(`persona or stream @${handle}`);
    return row;
  };

  const isFresh = (row: ActorRow, forMs: number): boolean =>
    clock().getTime() - row.fetchedAt.getTime() < forMs;

  const byUri = async (uri: string, isAskedAnew = false): Promise<ActorRow> => {
    const url = URL.parse(uri);
    if (url === null || !/^https?:$/u.test(url.protocol)) {
      throw invalid("q", "Give a handle such as @dermatology@cases.hospital.example, or an address.");
    }
    url.hash = "";
    if (url.origin === origin) {
      const handle = /^\/(?:actors\/|@)([^/]+)$/u.exec(url.pathname)?.[1];
      if (handle === undefined) throw notFound("persona or stream");
      return local(handle);
    }
    const row = await known(url.href);
    if (!isAskedAnew) return knownOrFetched(row, url.href);
    return row !== undefined && isFresh(row, MINUTE_MS) ? row : fetchActor(url.href);
  };

  const byHandle = async (name: string, host: string): Promise<ActorRow> => {
    if (host === ownHost) return local(name.toLowerCase());
    const known = await findActorByHandle(db, name, host);
    if (known !== undefined) return knownOrFetched(known, known.uri);
    await refuseBlocked(db, host);
    return fetchActor(await finger(parts.fetcher, parts.allowOrigins, name, host));
  };

  return {
    known,
    find(handleOrUri) {
      const [, name, host] = HANDLE.exec(handleOrUri.trim()) ?? [];
      return name !== undefined && host !== undefined
        ? byHandle(name, host.toLowerCase())
        : byUri(handleOrUri.trim());
    },
    async exact(uri) {
      const row = await byUri(uri);
      if (row.uri !== uri) throw invalid("actor", `${uri} is not the id of an actor.`);
      return row;
    },
    refresh: (uri) => byUri(uri, true),
  };
}

async function fetchAndKeep(parts: ActorFinderParts, uri: string): Promise<ActorRow> {
  const { db, clock } = parts;
  await refuseBlocked(db, hostOf(uri) ?? "");
  const actor = await fetchDocument(parts.documentLoader, uri);
  await refuseBlocked(db, actor.host);
  const now = clock();
  await meetPeer(db, actor.host, now);
  if (isInstitution(actor)) await namePeer(db, actor.host, actor.name);
  await upsertRemoteActor(db, {
    ...actor,
    id: newOpaqueId<ActorId>(),
    fetchedAt: now,
    verified: await verifiedLabel(parts, actor, now),
  });
  const stored = await findActorByUri(db, actor.uri);
  if (stored === undefined) throw new Error(`${actor.uri} was stored and is not there`);
  return stored;
}

const isInstitution = ({ type, username }: RemoteActor): boolean =>
  type === "Application" && username === INSTITUTION_HANDLE;

/** Nothing of a blocked institution comes back by another way (CVE-2026-23961). */
export async function refuseBlocked(db: Database, host: string): Promise<void> {
  if ((await trustOf(db, host)) === "blocked") throw forbidden(`${host} is blocked here.`);
}

/** For an actor's document, all that it takes to get it included. */
const TIMEOUT_MS = 8000;

/** @throws Refusal not-found, unavailable; invalid where there is no actor at this address */
export async function fetchDocument(documentLoader: DocumentLoader, uri: string): Promise<RemoteActor> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const first = await documentLoader(uri, { signal });
    const id = idIn(first.document);
    // A page's address may answer with the actor; what counts is what the actor's own address says.
    const own = id === undefined || id === first.documentUrl ? first : await documentLoader(id, { signal });
    return readActor(own.document, own.documentUrl);
  } catch (error) {
    throw asRefusal(error, uri, signal);
  }
}

/** What came of asking another server, as whoever asked is told: that it does not answer now, or that it is no use. */
export function asRefusal(error: unknown, uri: string, signal?: AbortSignal): unknown {
  const host = hostOf(uri) ?? uri;
  if (signal?.aborted === true) return unavailable(`${host} takes too long to answer.`);
  if (!(error instanceof NetError)) return error;
  const text = netWords(host, error);
  return error.retryable ? unavailable(text) : new Refusal("not-found", text);
}

const idIn = (document: unknown): string | undefined =>
  typeof document === "object" && document !== null && "id" in document && typeof document.id === "string"
    ? document.id
    : undefined;

/** What the actor's own attestation says, where it holds. */
async function verifiedLabel(
  parts: ActorFinderParts,
  actor: RemoteActor,
  now: Date,
): Promise<ActorRow["verified"]> {
  if (actor.attestation === null || actor.attestation === undefined) return null;
  const verdict = await verifyAttestation(actor.attestation, {
    actor: actor.uri,
    actorKeys: actor.assertionKeys.map((key) => key.jwk),
    at: now,
    audience: parts.origin,
    ...parts.attestationSources,
  });
  // While the institution cannot be asked, what it said last is shown, until that runs out.
  if (!verdict.ok && (verdict.reason === "status-unknown" || verdict.reason === "unreachable-issuer")) {
    return (await findActorByUri(parts.db, actor.uri))?.verified ?? null;
  }
  if (!verdict.ok) return null;
  const { profession, specialty } = verdict.claims;
  return {
    profession,
    ...(specialty !== undefined && { specialty }),
    until: verdict.expiresAt.toISOString(),
  };
}

/** Whether a failure may pass when it is tried again. */
export const mayPass = (error: unknown): boolean =>
  error instanceof NetError
    ? error.retryable
    : error instanceof Refusal
      ? error.kind === "unavailable"
      : true;
