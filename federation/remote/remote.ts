import { INSTITUTION_HANDLE } from "#domain/addresses.ts";
import type { CaseId } from "#domain/ids.ts";
import { forbidden, invalid, unavailable } from "#domain/refusal.ts";
import { receiveCase } from "#actions/receive-case.ts";
import { createIssuerKeySource } from "#identity/issuer-keys.ts";
import { NetError } from "#net/errors.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { findActorByUri } from "#store/actors.ts";
import { findCaseIdByUri } from "#store/cases.ts";
import { trustOf } from "#store/peers.ts";
import type { Instance, Remote } from "#instance";
import type { InstanceFederation } from "../federation.ts";
import { type ActorFinder, createActorFinder } from "./find-actor.ts";
import { fetchPicture } from "./fetch-picture.ts";
import { readCase } from "./read-case.ts";
import { hostOf, type Note, noteShape } from "./wire.ts";

/** What the incoming half of the federation uses beside `Remote`. */
export interface RemoteParts {
  readonly remote: Remote;
  readonly actors: ActorFinder;
  /** Fetches a Note from its own address. @throws Refusal unavailable; invalid */
  readonly fetchNote: (uri: string) => Promise<Note>;
}

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
  const issuerKeys = createIssuerKeySource(fetcher);
  const actors = createActorFinder({
    db,
    origin: config.origin,
    allowOrigins: config.allowOrigins,
    fetcher,
    documentLoader: (url, options) => federation().documentLoader(url, options),
    issuerKeys,
    localActor: (handle) => federation().documents.localActor(handle),
    clock,
  });

  const fetchNote = async (uri: string): Promise<Note> => {
    try {
      const { document, documentUrl } = await federation().documentLoader(uri);
      const note = noteShape.safeParse(document);
      if (!note.success) throw invalid("object", `${uri} is no Note.`);
      if (note.data.id !== documentUrl && note.data.id !== uri) {
        throw invalid("object", `${uri} shows an object of another address.`);
      }
      if (
        hostOf(note.data.id) !== hostOf(documentUrl) ||
        hostOf(note.data.attributedTo) !== hostOf(note.data.id)
      ) {
        throw invalid("object", `${uri} shows an object of another server.`);
      }
      return note.data;
    } catch (error) {
      if (error instanceof NetError)
        throw unavailable(`${hostOf(uri) ?? uri} does not answer: ${error.message}`);
      throw error;
    }
  };

  const takeCase = async (uri: string): Promise<CaseId> => {
    const known = await findCaseIdByUri(db, uri);
    if (known !== undefined) return known;
    const host = hostOf(uri) ?? "";
    const trust = await trustOf(db, host);
    if (trust === "blocked") throw forbidden(`${host} is blocked here.`);
    const read = readCase(await fetchNote(uri), clock());
    if (read.audience !== "public" && trust !== "trusted") {
      throw forbidden(`${host} shares this case with institutions that it trusts, and is not trusted here.`);
    }
    const { authorUri, streamUri, ...facts } = read;
    const author = await actors.find(authorUri);
    const stream = streamUri === undefined ? undefined : await findActorByUri(db, streamUri);
    return receiveCase(
      { ...instance, remote },
      { ...facts, author: author.id, stream: stream?.id },
      undefined,
    );
  };

  const underWay = new Map<string, Promise<CaseId>>();
  const remote: Remote = {
    issuerKeys,
    findActor: async (handleOrUri) => (await actors.find(handleOrUri)).id,
    fetchCase(uri) {
      const fetching = underWay.get(uri) ?? takeCase(uri).finally(() => underWay.delete(uri));
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
