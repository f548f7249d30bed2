import { ensureInstitutionActor } from "#actions/ensure-institution-actor.ts";
import { ensureStream } from "#actions/ensure-stream.ts";
import { actorAddresses, INSTITUTION_HANDLE } from "#domain/addresses.ts";
import { leavesTheHouse, type Viewer } from "#domain/audience.ts";
import type { CaseId, CommentId, OpinionId, PostId } from "#domain/ids.ts";
import { isForEveryone, type PostReader } from "#domain/post.ts";
import { SPECIALTIES, specialtyOf } from "#domain/specialty.ts";
import { type ActorRow, findActorByHandle } from "#store/actors.ts";
import {
  findFederatedCase,
  findFederatedComment,
  findFederatedOpinion,
  listReplyUris,
} from "#store/federated.ts";
import { findFederatedPost } from "#store/federated-posts.ts";
import { listPostReplyUris } from "#store/post-summaries.ts";
import { findPostRow } from "#store/posts.ts";
import { findSeenRecall } from "#store/recalls.ts";
import type { Instance } from "#instance";
import { BoundedCache } from "./bounded-cache.ts";
import type { KeySource } from "./keys.ts";
import { addProof } from "./proof.ts";
import { type ServedDocument, servedDocument } from "./served-document.ts";
import { caseNote } from "./translate/case-note.ts";
import { shortCollection, type ShortCollection } from "./translate/collections.ts";
import { commentNote } from "./translate/comment-note.ts";
import type {
  CaseNote,
  CommentNote,
  InstitutionActor,
  OpinionNote,
  PersonaActor,
  PostNote,
  StreamActor,
  Tombstone,
} from "./translate/document.ts";
import { institutionActor } from "./translate/institution-actor.ts";
import { opinionNote } from "./translate/opinion-note.ts";
import { personaActor } from "./translate/persona-actor.ts";
import { postNote, tombstone } from "./translate/post-note.ts";
import { streamActor } from "./translate/stream-actor.ts";

export type LocalActorDocument = PersonaActor | StreamActor | InstitutionActor;

/** What this institution shows of itself; undefined is what is not there, or not for the viewer: nobody can tell. */
export interface Documents {
  readonly actor: (handle: string) => Promise<LocalActorDocument | undefined>;
  /** The same, ready to be sent and remembered for a few seconds. */
  readonly servedActor: (handle: string) => Promise<ServedDocument | undefined>;
  /** The row of a local actor; streams and the institution are made when they are first asked for. */
  readonly localActor: (handle: string) => Promise<ActorRow | undefined>;
  readonly case: (id: CaseId, viewer: Viewer) => Promise<CaseNote | undefined>;
  readonly opinion: (id: OpinionId, viewer: Viewer) => Promise<OpinionNote | undefined>;
  readonly comment: (id: CommentId, viewer: Viewer) => Promise<CommentNote | undefined>;
  readonly post: (id: PostId, reader: PostReader) => Promise<PostNote | undefined>;
  readonly postReplies: (id: PostId, reader: PostReader) => Promise<ShortCollection | undefined>;
  /** What is left of a withdrawn case, for whoever could see it. */
  readonly caseTombstone: (id: CaseId, viewer: Viewer) => Promise<Tombstone | undefined>;
  /** What is left of a removed post that everybody could see. */
  readonly tombstone: (id: PostId) => Promise<Tombstone | undefined>;
  readonly replies: (id: CaseId, viewer: Viewer) => Promise<ShortCollection | undefined>;
  /** The whole conversation about a case (FEP-7888): the case and everything that answers it. */
  readonly conversation: (id: CaseId, viewer: Viewer) => Promise<ShortCollection | undefined>;
  readonly streams: () => ShortCollection;
}

/** How long a changed actor may still be shown as it was: every process finds out by itself. */
const ACTOR_MS = 10_000;

export function createDocuments(instance: Instance, keys: KeySource): Documents {
  const { config, db } = instance;
  const { origin } = config;
  const { host } = new URL(origin);

  const localActor = async (handle: string): Promise<ActorRow | undefined> => {
    const known = await findActorByHandle(db, handle, host);
    if (known !== undefined) return known;
    if (handle === INSTITUTION_HANDLE) return ensureInstitutionActor(instance);
    if (specialtyOf(handle) === undefined) return undefined;
    await ensureStream(instance, handle);
    return findActorByHandle(db, handle, host);
  };

  const actor = async (handle: string): Promise<LocalActorDocument | undefined> => {
    const row = await localActor(handle);
    if (row === undefined) return undefined;
    const { published } = await keys(row.id);
    const specialty = specialtyOf(handle);
    const institution = config.institutionName;
    if (row.type === "Application") return institutionActor(origin, { name: institution, keys: published });
    if (row.type === "Group" && specialty !== undefined) {
      return streamActor(origin, { specialty, institution, keys: published });
    }
    const inForce = row.verified !== null && new Date(row.verified.until) > instance.clock();
    return personaActor(origin, {
      handle,
      pseudonym: row.name,
      summary: row.summary,
      keys: published,
      verified: inForce ? row.verified : null,
      institution,
      // One that was revoked is shown still: the status list says the rest.
      attestation: inForce || row.verified === null ? row.attestation : null,
    });
  };

  const servedActors = new BoundedCache(
    async (handle: string) => {
      const document = await actor(handle);
      return document && servedDocument(JSON.stringify(document));
    },
    { max: 1000, ttlMs: ACTOR_MS },
  );

  /** A local case that may leave the house, to begin with. */
  const findCase = async (id: CaseId, viewer: Viewer) => {
    const found = await findFederatedCase(db, id, viewer);
    if (found === undefined || !found.local || !leavesTheHouse(found.audience)) return undefined;
    return { ...found, audience: found.audience };
  };

  return {
    actor,
    servedActor: (handle) => servedActors.get(handle),
    localActor,
    async case(id, viewer) {
      const found = await findCase(id, viewer);
      if (found === undefined) return undefined;
      const slug = found.clinical.specialties[0];
      const { uri, followers } = actorAddresses(origin, slug);
      return caseNote(origin, { ...found, stream: { uri, followers, username: slug, host } });
    },
    async opinion(id, viewer) {
      const found = await findFederatedOpinion(db, id, viewer);
      if (found === undefined || !found.local || !leavesTheHouse(found.case.audience)) return undefined;
      const { audience } = found.case;
      const note = opinionNote(origin, { ...found, case: { ...found.case, audience } });
      // The same proof as the one that was sent: same key, same document, same second.
      return addProof(note, (await keys(found.author.id)).ed25519, found.publishedAt);
    },
    async comment(id, viewer) {
      const found = await findFederatedComment(db, id, viewer);
      if (found === undefined || !found.local || !leavesTheHouse(found.case.audience)) return undefined;
      const { audience } = found.case;
      return commentNote(origin, { ...found, case: { ...found.case, audience } });
    },
    async post(id, reader) {
      const found = await findFederatedPost(db, id, reader);
      return found?.local === true ? postNote(origin, found) : undefined;
    },
    async postReplies(id, reader) {
      const found = await findFederatedPost(db, id, reader);
      if (found?.local !== true) return undefined;
      return shortCollection(`${found.uri}/replies`, await listPostReplyUris(db, found.uri));
    },
    async tombstone(id) {
      const row = await findPostRow(db, id);
      if (row?.local !== true || row.removedAt === null || !isForEveryone(row.audience)) return undefined;
      return tombstone(row.uri, row.removedAt);
    },
    async caseTombstone(id, viewer) {
      const recall = await findSeenRecall(db, id, viewer);
      if (recall === undefined || !leavesTheHouse(recall.audience)) return undefined;
      return tombstone(recall.uri, recall.withdrawnAt);
    },
    async replies(id, viewer) {
      const found = await findCase(id, viewer);
      return found && shortCollection(`${found.uri}/replies`, await listReplyUris(db, id));
    },
    async conversation(id, viewer) {
      const found = await findCase(id, viewer);
      if (found === undefined) return undefined;
      const items = [found.uri, ...(await listReplyUris(db, id))];
      return shortCollection(`${found.uri}/context`, items, found.author.uri);
    },
    streams: () =>
      shortCollection(
        `${actorAddresses(origin, INSTITUTION_HANDLE).uri}/streams`,
        SPECIALTIES.map(({ slug }) => actorAddresses(origin, slug).uri),
      ),
  };
}
