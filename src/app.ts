import path from "node:path";
import { getLogger } from "@logtape/logtape";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { createApi } from "#api/api.ts";
import { draftImages } from "#deid/draft-images.ts";
import {
  createFederationRoutes,
  createInstanceFederation,
  type InstanceFederation,
} from "#federation/federation.ts";
import { processInbox } from "#federation/inbox/process.ts";
import { createInboxRoutes } from "#federation/inbox/routes.ts";
import { PostgresKeyValueStore } from "#federation/key-value-store.ts";
import { PostgresMessageQueue } from "#federation/message-queue.ts";
import { startDeliverer } from "#federation/outbox/deliver.ts";
import { startPublisher } from "#federation/outbox/publish.ts";
import { createProofCheck } from "#federation/remote/proof-check.ts";
import { createRemote } from "#federation/remote/remote.ts";
import { consumeEvents } from "#feeds/consume-events.ts";
import { type LiveChannel, openLiveChannel } from "#feeds/live-channel.ts";
import { forgettableKeys } from "#identity/application-keys.ts";
import { deriveKeys } from "#identity/secrets.ts";
import { createOpenIdSignIn } from "#identity/openid.ts";
import { startClockwork } from "#jobs/clockwork.ts";
import { forgetFiles } from "#jobs/forget-files.ts";
import { fetchPictures } from "#jobs/fetch-pictures.ts";
import { diskBlobs } from "#media/blobs.ts";
import { createFetcher } from "#net/fetcher.ts";
import { openDatabase } from "#store/database.ts";
import { databaseTrouble } from "#store/trouble.ts";
import { createWeb } from "#web/web.ts";
import { clientAddress } from "./client-address.ts";
import { type Config, isLoopback } from "./config.ts";
import { openDoors } from "./doors.ts";
import type { Instance } from "./instance.ts";
import { listRoutes, type Route } from "./routes.ts";

/** A wired instance: it answers requests, and can be told to work. */
export interface App {
  readonly instance: Instance;
  /** Everything that can be asked for, Fedify's own included, and who may. @throws Error where no rule says who may */
  routes(): readonly Route[];
  /**
   * Answers one request; whatever host it was sent to, it counts as sent to the configured origin.
   *
   * @param from the other end of its connection
   */
  fetch(request: Request, from?: string): Promise<Response>;
  /** Begins the work behind the requests: events, deliveries, pictures, what the clock starts. */
  startWork(): Work;
  /** Ends open event streams, so that their connections can close. */
  endStreams(): void;
  /** Gives back the database and the outgoing connections. */
  close(): Promise<void>;
}

/** Work under way in this process. */
export interface Work {
  /** Starts nothing new and lets what runs end, within some eight seconds; what did not end is taken up by another process. */
  stop(): Promise<void>;
}

const VERSION = "0.1.0";

/**
 * Wires an instance together: the only place where folders that must not know each other meet.
 *
 * @param config with its secret
 * @param databaseUrl a database at this version's schema
 * @param live where open pages hear of news; the database tells unless given
 */
export async function createApp(
  config: Config & { readonly secret: string },
  databaseUrl: string,
  live?: LiveChannel,
): Promise<App> {
  const keys = deriveKeys(config.secret);
  const database = openDatabase(databaseUrl);
  const fetcher = createFetcher({
    allowOrigins: reachable(config),
    userAgent: `Consilium/${VERSION} (+${config.origin})`,
  });
  const log = getLogger("consilium");
  const here: Omit<Instance, "remote"> = {
    config,
    db: database.db,
    blobs: await diskBlobs(path.join(config.dataDir, "media")),
    drafts: await draftImages(path.join(config.dataDir, "drafts")),
    log,
    keys,
    applicationKeys: await forgettableKeys(path.join(config.dataDir, "applications")),
    clock: () => new Date(),
  };
  const { remote, actors, fetchNote } = createRemote(here, () => federation, fetcher);
  const instance: Instance = { ...here, remote };
  const doors = openDoors();
  const federation: InstanceFederation = createInstanceFederation({
    instance,
    fetcher,
    kv: new PostgresKeyValueStore(database.db),
    queue: new PostgresMessageQueue(database, "fedify"),
    limit: doors.peer,
    version: VERSION,
  });
  const proofs = createProofCheck(actors);
  const channel = live ?? (await openLiveChannel(database));
  const signIn =
    config.oidc &&
    createOpenIdSignIn({
      ...config.oidc,
      redirectUri: `${config.origin}/sign-in/callback`,
      fetch: fetcher.fetch,
      allowInsecure: isLoopback(config.oidc.issuer) && isLoopback(config.origin),
      stateKey: keys.signInState,
      asksForName: config.custodianKeys !== undefined,
    });
  const streams = new AbortController();

  const root = new Hono();
  // Other servers first: what is for browsers is not for them, and they come in thousands.
  root.route(
    "/",
    createInboxRoutes({
      instance,
      signatures: federation.signatures,
      documents: federation.documents,
      proofs,
      limit: doors.peer,
    }),
  );
  root.route("/", createFederationRoutes(instance, federation));
  root.use(secureHeaders(securityHeaders(config)));
  root.get("/healthz", (c) => c.text("ok"));
  root.get("/readyz", async (c) => {
    await database.sql`select 1`;
    return c.text("ready");
  });
  root.route("/", createApi({ instance, version: VERSION }));
  root.route("/", createWeb({ instance, live: channel, signIn, ended: streams.signal }));
  // Whatever the pages do not answer for themselves: inboxes, documents, health. Other servers try again after a 503.
  root.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    const trouble = databaseTrouble(error);
    if (trouble !== undefined) return c.json({ error: trouble.message }, 503, { "retry-after": "5" });
    log.error("A request failed: {method} {path}", { method: c.req.method, path: c.req.path, error });
    return c.json({ error: "Something went wrong here." }, 500);
  });

  return {
    instance,
    routes: () => listRoutes(root),
    async fetch(request, from) {
      const address = clientAddress(from, request.headers.get("x-forwarded-for"));
      const { pathname } = new URL(request.url);
      const refused = doors.knock(address, pathname);
      if (refused !== undefined) return refused;
      const response = await root.fetch(atOrigin(request, config.origin), { remoteAddress: address ?? from });
      doors.left(address, pathname, response.status);
      return response;
    },
    startWork() {
      const parts = [
        consumeEvents(instance, database),
        startPublisher(database, { instance, keys: federation.keys }),
        startDeliverer({ database, keys: federation.keys, fetcher, log }),
        processInbox(
          { instance, actors, fetchNote, proofs, contextLoader: federation.contextLoader },
          database,
        ),
        fetchPictures(instance, database),
        forgetFiles(instance, database),
        startClockwork(instance),
      ];
      return {
        async stop() {
          await Promise.all(parts.map((part) => part.stop()));
        },
      };
    },
    endStreams: () => streams.abort(),
    async close() {
      await channel.close();
      await database.close();
      await fetcher.close();
    },
  };
}

/** Origins that may be on this machine or a private network: our own, the identity provider's, and those listed. */
const reachable = (config: Config): string[] => [
  config.origin,
  ...(config.oidc === undefined ? [] : [new URL(config.oidc.issuer).origin]),
  ...config.allowOrigins,
];

/**
 * What browsers may do with our pages. A form may be sent to this instance only, but for the one that begins the
 * hospital's sign-in: browsers apply `form-action` to every redirect that follows (CSP 3, section 6.3.1), and the
 * provider may lead on to any of the hospital's hosts.
 */
function securityHeaders({ oidc }: Config): Parameters<typeof secureHeaders>[0] {
  const signInAt = oidc === undefined ? "" : `https: ${new URL(oidc.issuer).origin}`;
  return {
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:", "blob:"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      formAction: ["'self'", (c) => (/^\/sign-in(\/|$)/u.test(c.req.path) ? signInAt : "")],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: "same-origin",
    xFrameOptions: "DENY",
    // A picture answers with a stricter policy of its own.
    overwrite: false,
  };
}

/**
 * Behind a TLS proxy a request arrives as plain http for another host. What is signed over (`@target-uri`,
 * `@authority`: RFC 9421) and what cookies and redirects are about is the public address.
 */
function atOrigin(request: Request, origin: string): Request {
  if (request.url.startsWith(`${origin}/`)) return request;
  const url = new URL(request.url);
  return new Request(`${origin}${url.pathname}${url.search}`, request);
}
