import { createFederation, type Federation, type KvStore, type MessageQueue } from "@fedify/fedify";
import { Application, Group, Person } from "@fedify/vocab";
import type { DocumentLoader } from "@fedify/vocab-runtime";
import { Hono } from "hono";
import { actorAddresses, INSTITUTION_HANDLE } from "#domain/addresses.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { countPublicCases } from "#store/federated.ts";
import { countPublicPosts } from "#store/posts.ts";
import type { Instance } from "#instance";
import { BoundedCache } from "./bounded-cache.ts";
import { createDocuments, type Documents, type LocalActorDocument } from "./documents.ts";
import { createKeySource, type KeySource } from "./keys.ts";
import { createContextLoader, createSignedLoader } from "./loaders.ts";
import { createDocumentRoutes } from "./routes.ts";
import { serveDocument, servedDocument } from "./served-document.ts";
import { createSignatureCheck, type PeerLimit, type SignatureCheck } from "./viewer.ts";

/** What Fedify answers by itself, beside what it is told to: WebFinger and NodeInfo. */
export const FEDIFY_PATHS = ["/.well-known/webfinger", "/.well-known/nodeinfo", "/nodeinfo/2.1"] as const;

export interface FederationParts {
  readonly instance: Instance;
  readonly fetcher: Pick<Fetcher, "fetch">;
  readonly kv: KvStore;
  /** For activities that were received; none are sent through it. */
  readonly queue: MessageQueue;
  /** Counts what a server fetches; gives the answer where it is one too many. */
  readonly limit: PeerLimit;
  /** As NodeInfo shows it. */
  readonly version: string;
}

/** What the two halves of the federation share. */
export interface InstanceFederation {
  readonly fedify: Federation<void>;
  readonly keys: KeySource;
  readonly documents: Documents;
  readonly signatures: SignatureCheck;
  /** Fetches in the institution's name. */
  readonly documentLoader: DocumentLoader;
  readonly contextLoader: DocumentLoader;
}

/**
 * Fedify with this institution's actors: it answers WebFinger and NodeInfo and takes what is posted to the inboxes.
 * Documents are served by `createFederationRoutes`, deliveries are made by `outbox/`: see docs/decisions/0004.
 */
export function createInstanceFederation(parts: FederationParts): InstanceFederation {
  const { instance, fetcher, kv, queue, limit, version } = parts;
  const { origin, institutionName } = instance.config;
  const keys = createKeySource(instance);
  const documents = createDocuments(instance, keys);
  const contextLoader = createContextLoader(fetcher);
  const signer = (handle: string) => async () => {
    const actor = await documents.localActor(handle);
    if (actor === undefined) throw new Error(`There is no local actor ${handle}`);
    return (await keys(actor.id)).rsa;
  };
  const documentLoader = createSignedLoader(fetcher, signer(INSTITUTION_HANDLE));

  const fedify = createFederation<void>({
    kv,
    queue: { inbox: queue },
    manuallyStartQueue: true,
    origin,
    documentLoaderFactory: () => documentLoader,
    contextLoaderFactory: () => contextLoader,
    // Whoever is looked at learns that the institution looks, and not which persona.
    authenticatedDocumentLoaderFactory: () => documentLoader,
  });
  fedify
    .setActorDispatcher("/actors/{identifier}", async (_context, identifier) => {
      const document = await documents.actor(identifier);
      return document === undefined ? null : fedifyActor(document, { documentLoader, contextLoader });
    })
    .mapHandle((_context, username) => username)
    .mapAlias((_context, resource) => {
      const match = /^\/@([^/]+)$/u.exec(resource.pathname);
      const handle = match?.[1];
      return resource.origin === origin && handle !== undefined ? { identifier: handle } : null;
    })
    .setKeyPairsDispatcher(async (_context, identifier) => {
      const actor = await documents.localActor(identifier);
      if (actor === undefined) return [];
      const { rsa, ed25519 } = await keys(actor.id);
      return [rsa, ed25519];
    });
  fedify.setNodeInfoDispatcher(FEDIFY_PATHS[2], async () => ({
    software: { name: "consilium", version },
    protocols: ["activitypub"],
    // How many physicians there are is nobody's business; restricted cases are not counted.
    usage: {
      users: {},
      localPosts: (await countPublicCases(instance.db)) + (await countPublicPosts(instance.db)),
      localComments: 0,
    },
    metadata: {
      nodeName: institutionName,
      institutionActor: actorAddresses(origin, INSTITUTION_HANDLE).uri,
    },
  }));

  return {
    fedify,
    keys,
    documents,
    signatures: createSignatureCheck(instance, documentLoader, limit),
    documentLoader,
    contextLoader,
  };
}

/** How long an answer of WebFinger may still be given after an actor was changed. */
const WEBFINGER_MS = 10_000;

/** WebFinger wants Fedify's classes; nothing of this is served. */
function fedifyActor(
  document: LocalActorDocument,
  loaders: { readonly documentLoader: DocumentLoader; readonly contextLoader: DocumentLoader },
): Promise<Person | Group | Application> {
  switch (document.type) {
    case "Person":
      return Person.fromJsonLd(document, loaders);
    case "Group":
      return Group.fromJsonLd(document, loaders);
    case "Application":
      return Application.fromJsonLd(document, loaders);
  }
}

/** Everything that other servers ask of this one; what is not theirs goes on to the pages. */
export function createFederationRoutes(instance: Instance, federation: InstanceFederation): Hono {
  const app = new Hono();
  app.route("/", createDocumentRoutes(instance, federation.documents, federation.signatures));
  const found = new BoundedCache(
    async (url: string) => {
      const answer = await federation.fedify.fetch(new Request(url), { contextData: undefined });
      return answer.status === 200 ? servedDocument(await answer.text()) : undefined;
    },
    { max: 1000, ttlMs: WEBFINGER_MS },
  );
  app.get("/.well-known/webfinger", async (c, next) => {
    const document = await found.get(c.req.url);
    // Fedify says what is wrong.
    if (document === undefined) return next();
    return serveDocument(c.req.raw, document, {
      contentType: "application/jrd+json",
      caching: "public, max-age=60",
      // Anybody may ask from a page (RFC 7033, section 5).
      headers: { "access-control-allow-origin": "*" },
    });
  });
  // What this server is, apps in browsers ask too.
  for (const path of ["/.well-known/nodeinfo", "/nodeinfo/*"]) {
    app.use(path, async (c, next) => {
      await next();
      c.header("access-control-allow-origin", "*");
    });
  }
  app.use(async (c, next) => {
    const goOn = async (): Promise<Response> => {
      await next();
      return c.res;
    };
    return federation.fedify.fetch(c.req.raw, {
      contextData: undefined,
      onNotFound: goOn,
      onNotAcceptable: goOn,
    });
  });
  return app;
}
