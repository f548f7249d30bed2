import type { RemoteDocument } from "@fedify/vocab-runtime";
import { z } from "zod";
import { INSTITUTION_HANDLE } from "#domain/addresses.ts";
import type { CaseId } from "#domain/ids.ts";
import { forbidden, invalid, notFound } from "#domain/refusal.ts";
import { receiveCase } from "#actions/receive-case.ts";
import { createIssuerKeySource } from "#identity/issuer-keys.ts";
import { createStatusListSource } from "#identity/status-source.ts";
import { type AttestationSources, readAttestation, verifyAttestation } from "#identity/verify-attestation.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { findActorByUri } from "#store/actors.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { trustOf } from "#store/peers.ts";
import type { Instance, Remote } from "#instance";
import type { InstanceFederation } from "../federation.ts";
import {
  type ActorFinder,
  asRefusal,
  createActorFinder,
  fetchDocument,
  refuseBlocked,
} from "./find-actor.ts";
import { fetchPicture } from "./fetch-picture.ts";
import { readCase } from "./read-case.ts";
import { RecentFailures } from "./recent-failures.ts";
import { usualTerms } from "./usual-terms.ts";
import { hostOf, type Note, noteShape } from "./wire.ts";

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
    let fetched: RemoteDocument;
    try {
      fetched = await federation().documentLoader(uri, { signal });
    } catch (error) {
      throw asRefusal(error, uri, signal);
    }
    const { document, documentUrl } = fetched;
    const read = documentShape.safeParse(document);
    const note = read.success && noteShape.safeParse(await usualTerms(read.data, federation().contextLoader));
    if (!note || !note.success) throw invalid("object", `${uri} is no Note.`);
    const { id, attributedTo } = note.data;
    // The author's server, the object's and the one that answered in the end are one (CVE-2024-23832).
    if (id !== uri || hostOf(documentUrl) !== hostOf(id) || hostOf(attributedTo) !== hostOf(id)) {
      throw invalid("object", `${uri} shows an object of another address or server.`);
    }
    return { note: note.data, document };
  };

  const takeCase = async (uri: string): Promise<CaseId> => {
    const known = await findCaseIdByUri(db, uri);
    if (known !== undefined) return known;
    const host = hostOf(uri) ?? "";
    if (host === new URL(config.origin).host) throw notFound("case");
    await refuseBlocked(db, host);
    const read = readCase((await fetchNote(uri)).note, clock());
    const trust = await trustOf(db, host);
    if (read.audience !== "public" && trust !== "trusted") {
      throw forbidden(`${host} shares this case with institutions that it trusts, and is not trusted here.`);
    }
    const { authorUri, streamUri, ...facts } = read;
    const author = await actors.exact(authorUri);
    const stream = streamUri === undefined ? undefined : await findActorByUri(db, streamUri);
    return receiveCase(
      { ...instance, remote },
      { ...facts, author: author.id, stream: stream?.id },
      undefined,
    );
  };

  const underWay = new Map<string, Promise<CaseId>>();
  const failures = new RecentFailures();
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
    fetchCase(uri) {
      const fetching =
        underWay.get(uri) ?? failures.guard(uri, () => takeCase(uri)).finally(() => underWay.delete(uri));
      underWay.set(uri, fetching);
      return fetching;
    },
    async fetchPicture(url) {
      const institution = await federation().documents.localActor(INSTITUTION_HANDLE);
      if (institution === undefined) throw new Error("There is no institution actor");
      const { rsa } = await federation().keys(institution.id);
      return fetchPicture(fetcher, rsa, url);
    },
  };
  return { remote, actors, fetchNote };
}
