import type { RemoteDocument } from "@fedify/vocab-runtime";
import { z } from "zod";
import { INSTITUTION_HANDLE } from "#domain/addresses.ts";
import { isForEveryone } from "#domain/post.ts";
import { forbidden, invalid, notFound } from "#domain/refusal.ts";
import { receiveCase } from "#actions/receive-case.ts";
import { receivePost } from "#actions/receive-post.ts";
import { createIssuerKeySource } from "#identity/issuer-keys.ts";
import { createStatusListSource } from "#identity/status-source.ts";
import { type AttestationSources, readAttestation, verifyAttestation } from "#identity/verify-attestation.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { findActorByUri } from "#store/actors.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { trustOf } from "#store/peers.ts";
import { findPostByUri } from "#store/posts.ts";
import type { FetchedObject, Instance, Remote } from "#instance";
import type { InstanceFederation } from "../federation.ts";
import {
  type ActorFinder,
  asRefusal,
  createActorFinder,
  fetchDocument,
  refuseBlocked,
} from "./find-actor.ts";
import { fetchPicture } from "./fetch-picture.ts";
import { lookForCopy } from "./look-for-copy.ts";
import { readCase } from "./read-case.ts";
import { audienceOf, readPost } from "./read-post.ts";
import { RecentFailures } from "./recent-failures.ts";
import { usualTerms } from "./usual-terms.ts";
import { hostOf, idOf, type Note, noteShape } from "./wire.ts";

/** What the incoming half of the federation uses beside `Remote`. */
export interface RemoteParts {
  readonly remote: Remote;
  readonly actors: ActorFinder;
  /** Fetches a Note from its own address. @throws Refusal unavailable, not-found; invalid */
  readonly fetchNote: (uri: string) => Promise<ReceivedNote>;
}

/** A Note, and the document that its proof covers. */
export interface ReceivedNote {
  readonly note: Note;
  readonly document: unknown;
}

/** For a document, all that it takes to get it included. */
const TIMEOUT_MS = 8000;
const documentShape = z.record(z.string(), z.unknown());

/**
 * Implements what actions need of other servers.
 *
 * @param instance without its `remote`, which this makes
 */
export function createRemote(
  instance: Omit<Instance, "remote">,
  federation: () => InstanceFederation,
  fetcher: Fetcher,
): RemoteParts {
  const { db, config, clock } = instance;
  const time = () => clock().getTime();
  const issuerKeys = createIssuerKeySource(fetcher, time);
  const attestationSources: AttestationSources = {
    issuerKeys,
    statusLists: createStatusListSource(fetcher, issuerKeys, time),
  };
  const actors = createActorFinder({
    db,
    origin: config.origin,
    allowOrigins: config.allowOrigins,
    fetcher,
    documentLoader: (url, options) => federation().documentLoader(url, options),
    attestationSources,
    localActor: (handle) => federation().documents.localActor(handle),
    clock,
    log: instance.log,
  });

  const fetchNote = async (uri: string): Promise<ReceivedNote> => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const { document, documentUrl } = await fetchOwn(uri, signal);
      const read = documentShape.safeParse(document);
      const note =
        read.success && noteShape.safeParse(await usualTerms(read.data, federation().contextLoader));
      if (!note || !note.success) throw invalid("object", `${uri} is no Note.`);
      const { id, attributedTo } = note.data;
      // The author's server, the object's and the one that answered in the end are one (CVE-2024-23832).
      const isOwn = hostOf(documentUrl) === hostOf(id) && hostOf(attributedTo) === hostOf(id);
      if (!isOwn || hostOf(id) !== hostOf(uri)) {
        throw invalid("object", `${uri} shows an object of another address or server.`);
      }
      return { note: note.data, document };
    } catch (error) {
      throw asRefusal(error, uri, signal);
    }
  };

  /** A page's address may answer with the object; what counts is what the object's own address says. */
  const fetchOwn = async (uri: string, signal: AbortSignal): Promise<RemoteDocument> => {
    const load = federation().documentLoader;
    const first = await load(uri, { signal });
    const id = idOf.safeParse(first.document).data;
    if (id === undefined || id === uri || hostOf(id) !== hostOf(uri)) return first;
    const own = await load(id, { signal });
    if (idOf.safeParse(own.document).data !== id) {
      throw invalid("object", `${uri} shows an object of another address or server.`);
    }
    return own;
  };

  /** @param isCaseWanted takes nothing but a case */
  const take = async (uri: string, isCaseWanted: boolean): Promise<FetchedObject> => {
    const host = hostOf(uri) ?? "";
    if (host === new URL(config.origin).host) throw notFound(isCaseWanted ? "case" : "object");
    await refuseBlocked(db, host);
    const { note } = await fetchNote(uri);
    return note.clinicalCase === undefined && !isCaseWanted ? takePost(note) : takeCase(note);
  };

  const takeCase = async (note: Note): Promise<FetchedObject> => {
    const read = readCase(note, clock());
    const host = hostOf(note.id) ?? "";
    if (read.audience !== "public" && (await trustOf(db, host)) !== "trusted") {
      throw forbidden(`${host} shares this case with institutions that it trusts, and is not trusted here.`);
    }
    const { authorUri, streamUri, ...facts } = read;
    const author = await actors.exact(authorUri);
    const stream = streamUri === undefined ? undefined : await findActorByUri(db, streamUri);
    const incoming = { ...facts, author: author.id, stream: stream?.id };
    return {
      kind: "case",
      id: await receiveCase({ ...instance, remote }, { incoming, activityUri: undefined }),
    };
  };

  const takePost = async (note: Note): Promise<FetchedObject> => {
    const author = await actors.exact(note.attributedTo);
    const audience = audienceOf(note, author.followers);
    if (!isForEveryone(audience)) throw forbidden("This post is not for everyone.");
    const incoming = { ...readPost(note, clock()), author: author.id, audience };
    const id = await receivePost({ ...instance, remote }, incoming, undefined);
    if (id === undefined) throw notFound("post");
    return { kind: "post", id };
  };

  const findHere = async (uri: string): Promise<FetchedObject | undefined> => {
    const caseId = await findCaseIdByUri(db, uri);
    if (caseId !== undefined) return { kind: "case", id: caseId };
    const post = await findPostByUri(db, uri);
    return post?.removedAt === null ? { kind: "post", id: post.id } : undefined;
  };

  const underWay = new Map<string, Promise<FetchedObject>>();
  const failures = new RecentFailures();
  const fetchOnce = (uri: string, isCaseWanted: boolean): Promise<FetchedObject> => {
    const key = `${isCaseWanted ? "case" : "object"} ${uri}`;
    const fetching =
      underWay.get(key) ??
      failures
        .guard(key, async () => (await findHere(uri)) ?? take(uri, isCaseWanted))
        .finally(() => underWay.delete(key));
    underWay.set(key, fetching);
    return fetching;
  };

  const remote: Remote = {
    attestationSources,
    async checkAttestation(uri) {
      const actor = await fetchDocument((url, options) => federation().documentLoader(url, options), uri);
      const text = actor.attestation ?? "";
      const facts = {
        actor: actor.uri,
        actorKeys: actor.assertionKeys.map((key) => key.jwk),
        at: clock(),
        audience: config.origin,
        ...attestationSources,
      };
      return { ...readAttestation(text), verdict: await verifyAttestation(text, facts) };
    },
    findActor: async (handleOrUri) => (await actors.find(handleOrUri)).id,
    async fetchCase(uri) {
      const found = await fetchOnce(uri, true);
      if (found.kind !== "case") throw invalid("object", `${uri} is no case.`);
      return found.id;
    },
    fetchObject: (uri) => fetchOnce(uri, false),
    lookForCopy: (inbox, { uri, authorHandle }) =>
      lookForCopy(fetcher, inbox, { uri, acct: `${authorHandle}@${new URL(config.origin).host}` }),
    async fetchPicture(url) {
      const institution = await federation().documents.localActor(INSTITUTION_HANDLE);
      if (institution === undefined) throw new Error("There is no institution actor");
      const { rsa } = await federation().keys(institution.id);
      return fetchPicture(fetcher, rsa, url);
    },
  };
  return { remote, actors, fetchNote };
}
