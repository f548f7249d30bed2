import { type Context, Hono } from "hono";
import { INSTITUTION_HANDLE } from "#domain/addresses.ts";
import {
  type CaseId,
  type CommentId,
  type ImageId,
  type OpinionId,
  parseId,
  type PostId,
} from "#domain/ids.ts";
import type { PostReader } from "#domain/post.ts";
import type { Viewer } from "#domain/audience.ts";
import { recordRead } from "#actions/record-read.ts";
import { publishStatusList } from "#actions/publish-status-list.ts";
import { issuerJwks, issuerMetadata } from "#identity/issuer-keys.ts";
import { countFollows } from "#store/actors.ts";
import { countPublicActivities, listPublicActivities } from "#store/deliveries.ts";
import { isFederatedPicture } from "#store/federated.ts";
import { listIssuerKeys } from "#store/issuer-keys.ts";
import type { Instance } from "#instance";
import { BoundedCache } from "./bounded-cache.ts";
import type { Documents } from "./documents.ts";
import { wantsActivity } from "./negotiate.ts";
import { serveDocument, type ServedDocument, servedDocument } from "./served-document.ts";
import { collectionPage, countedCollection, pagedCollection } from "./translate/collections.ts";
import type { SignatureCheck } from "./viewer.ts";
import { OBJECT_CONTEXT } from "./vocabulary.ts";

const PAGE_ITEMS = 20;

/**
 * The documents of this institution, each exactly as it is signed and sent. Whoever asks for a page is passed on to
 * the pages. What is not there and what is not for the viewer are answered alike, header for header.
 */
export function createDocumentRoutes(
  instance: Instance,
  documents: Documents,
  signatures: SignatureCheck,
): Hono {
  const app = new Hono();

  const attestationKeys = async () =>
    issuerJwks((await listIssuerKeys(instance.db)).map(({ keyId, ...key }) => ({ kid: keyId, ...key })));

  const statusLists = new BoundedCache((list: number) => publishStatusList(instance, list), {
    max: 100,
    // A tenth of the time that a list is good for: whoever fetches it can use it for the rest.
    ttlMs: instance.config.statusListSeconds * 100,
  });

  /** Serves a document that depends on who looks. */
  const note =
    (find: (id: string, viewer: Viewer) => Promise<object | undefined>) =>
    async (c: Context, next: () => Promise<void>): Promise<Response | void> => {
      if (!wantsActivity(c.req.header("accept"))) return next();
      const viewer = await signatures.viewer(c.req.raw);
      return activityJson(c, await find(c.req.param("id") ?? "", viewer), "private, no-cache");
    };
  const byId = <Id extends CaseId | OpinionId | CommentId>(
    find: (id: Id, viewer: Viewer) => Promise<object | undefined>,
  ) =>
    note((text, viewer) => {
      const id = parseId<Id>(text);
      return id === undefined ? Promise.resolve(undefined) : find(id, viewer);
    });

  app.get("/cases/:id", async (c, next) => {
    if (!wantsActivity(c.req.header("accept"))) return next();
    const viewer = await signatures.viewer(c.req.raw);
    const id = parseId<CaseId>(c.req.param("id"));
    const found = id && (await documents.case(id, viewer));
    const isRestricted = found !== undefined && found.clinicalCase.audience.scope !== "public";
    if (id && isRestricted && viewer.kind === "trusted-peer") {
      await recordRead(instance, { kind: "peer", host: viewer.host }, id);
    }
    const gone = id && !found && (await documents.caseTombstone(id, viewer));
    return activityJson(c, found || gone || undefined, "private, no-cache", gone ? 410 : 200);
  });
  app.get("/cases/:id/replies", byId(documents.replies));
  app.get("/cases/:id/context", byId(documents.conversation));
  app.get("/opinions/:id", byId(documents.opinion));
  app.get("/comments/:id", byId(documents.comment));

  const post =
    (find: (id: PostId, reader: PostReader) => Promise<object | undefined>) =>
    async (c: Context, next: () => Promise<void>): Promise<Response | void> => {
      if (!wantsActivity(c.req.header("accept"))) return next();
      const id = parseId<PostId>(c.req.param("id") ?? "");
      const found = id && (await find(id, await signatures.reader(c.req.raw)));
      const gone = id && !found && (await documents.tombstone(id));
      return activityJson(c, found || gone || undefined, "private, no-cache", gone ? 410 : 200);
    };
  app.get("/posts/:id", post(documents.post));
  app.get("/posts/:id/replies", post(documents.postReplies));

  app.get("/actors/:handle", async (c) => {
    const handle = c.req.param("handle");
    if (!wantsActivity(c.req.header("accept"))) {
      c.header("vary", "Accept");
      return c.redirect(`/@${encodeURIComponent(handle)}`, 302);
    }
    return serveActivity(c, await documents.servedActor(handle), "public, max-age=60");
  });

  // What people copy is the address of a page.
  app.get("/:address{@[^/@]+}", async (c, next) => {
    if (!wantsActivity(c.req.header("accept"))) return next();
    c.header("vary", "Accept");
    return c.redirect(`/actors/${encodeURIComponent(c.req.param("address").slice(1))}`, 302);
  });

  // Who follows whom is not shown, only how many: a list of followers would tell who may read what.
  for (const which of ["followers", "following"] as const) {
    app.get(`/actors/:handle/${which}`, async (c) => {
      const actor = await documents.localActor(c.req.param("handle"));
      if (actor === undefined) return activityJson(c, undefined, "public, max-age=60");
      const counts = await countFollows(instance.db, actor.id);
      return activityJson(c, countedCollection(`${actor.uri}/${which}`, counts[which]), "public, max-age=60");
    });
  }

  app.get("/actors/:handle/outbox", async (c) => {
    const actor = await documents.localActor(c.req.param("handle"));
    if (actor === undefined) return activityJson(c, undefined, "public, max-age=60");
    const id = `${actor.uri}/outbox`;
    const cursor = c.req.query("cursor");
    if (cursor === undefined) {
      const total = await countPublicActivities(instance.db, actor.id);
      return activityJson(c, pagedCollection(id, total), "public, max-age=60");
    }
    const before = /^\d{1,15}$/u.test(cursor) ? Number(cursor) : undefined;
    const rows = await listPublicActivities(instance.db, actor.id, before, PAGE_ITEMS + 1);
    const shown = rows.slice(0, PAGE_ITEMS);
    const next = rows.length > PAGE_ITEMS ? shown.at(-1)?.id : undefined;
    const items = shown.map(({ body }): unknown => JSON.parse(body));
    return activityJson(
      c,
      collectionPage(id, cursor, items, next === undefined ? undefined : String(next), OBJECT_CONTEXT),
      "public, max-age=60",
    );
  });

  app.get(`/actors/${INSTITUTION_HANDLE}/streams`, (c) =>
    activityJson(c, documents.streams(), "public, max-age=3600"),
  );

  app.get("/.well-known/jwt-vc-issuer", async (c) => {
    const { keys } = await attestationKeys();
    return openJson(c, issuerMetadata(instance.config.origin, keys));
  });
  // The same keys, for who looks for them where OpenID Providers have theirs.
  app.get("/.well-known/jwks.json", async (c) => openJson(c, await attestationKeys()));

  app.get("/status-lists/:list", async (c) => {
    const number = c.req.param("list");
    const list = /^\d{1,6}$/u.test(number) ? await statusLists.get(Number(number)) : undefined;
    c.header("access-control-allow-origin", "*");
    if (list === undefined) return c.json({ error: "Not found" }, 404);
    // Its own times say how long it is good for; a copy on the way would only make it older.
    c.header("cache-control", "no-store");
    c.header("content-type", "application/statuslist+jwt");
    return c.body(list);
  });

  // Peers fetch pictures with a signature; whoever has none is asked for a session by the pages.
  app.get("/media/:id/:size{thumbnail}?", async (c, next) => {
    if (!c.req.raw.headers.has("signature")) return next();
    const viewer = await signatures.viewer(c.req.raw);
    const id = parseId<ImageId>(c.req.param("id"));
    const isVisible = id !== undefined && (await isFederatedPicture(instance.db, id, viewer));
    const blob = isVisible ? await instance.blobs.get(`${id}/${c.req.param("size") ?? "full"}`) : undefined;
    c.header("cache-control", "private, no-cache");
    if (blob === undefined) return c.text("Not found", 404);
    c.header("content-type", blob.mediaType);
    c.header("x-content-type-options", "nosniff");
    c.header("content-security-policy", "default-src 'none'; sandbox");
    return c.body(new Uint8Array(blob.bytes));
  });

  return app;
}

/** What anybody may read from anywhere, a page of another site included. */
function openJson(c: Context, document: object): Response {
  c.header("access-control-allow-origin", "*");
  c.header("cache-control", "public, max-age=300");
  return c.json(document);
}

const activityJson = (
  c: Context,
  document: object | undefined,
  caching: string,
  status: 200 | 410 = 200,
): Response => serveActivity(c, document && servedDocument(JSON.stringify(document)), caching, status);

const VARY = { vary: "Accept" };

const serveActivity = (
  c: Context,
  document: ServedDocument | undefined,
  caching: string,
  status: 200 | 410 = 200,
): Response =>
  serveDocument(c.req.raw, document, {
    status,
    contentType: "application/activity+json; charset=utf-8",
    caching,
    headers: VARY,
  });
