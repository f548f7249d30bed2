import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { signRequest } from "@fedify/fedify/sig";
import { z } from "zod";
import { Agent, fetch as undiciFetch } from "undici";
import { generateActorKeys, publicKeyMultibase, publicKeyPem } from "#identity/actor-keys.ts";
import type { ActorKeys } from "#identity/actor-keys.ts";
import { addProof } from "#federation/proof.ts";

/** An answer of the institution under test. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Somebody on the server of the test. */
export interface RemoteActor {
  readonly uri: string;
  readonly handle: string;
  readonly keyId: string;
  readonly proofKeyId: string;
  keys: ActorKeys;
}

export interface PostOptions {
  readonly spec?: "rfc9421" | "draft-cavage-http-signatures-12";
  /** The key id that the signature names; the signer's own unless given. */
  readonly keyId?: string;
  /** What is sent in place of what was signed. */
  readonly sentBody?: string;
}

/** A request as a hostile sender composes it by hand, down to every header. */
export type RawHeaders = Readonly<Record<string, string>>;

/** A small fediverse server, honest unless a test has it misbehave. */
export interface RemoteServer {
  readonly origin: string;
  readonly host: string;
  /** Documents by path, `application/activity+json`; a test may put any there, or take one away. */
  readonly documents: Map<string, unknown>;
  /** Paths that are answered in another way. */
  readonly handlers: Map<string, (request: IncomingMessage, response: ServerResponse) => void>;
  /** Activities that were delivered here, as they came. */
  readonly delivered: { readonly path: string; readonly activity: Record<string, unknown> }[];
  /** How often each path was asked for. */
  readonly asked: Map<string, number>;
  /** Makes an actor with its own keys, whose document and WebFinger entry are served. */
  addActor(handle: string, changes?: Readonly<Record<string, unknown>>): Promise<RemoteActor>;
  /** Gives an actor new keys under the old addresses. */
  rotate(actor: RemoteActor): Promise<void>;
  /** Posts a signed activity to an inbox. */
  post(actor: RemoteActor, inbox: string, activity: object, options?: PostOptions): Promise<Answer>;
  /** The same with a text that need not be an activity, nor JSON. */
  postText(actor: RemoteActor, inbox: string, body: string, options?: PostOptions): Promise<Answer>;
  /** Fetches an address, signed by an actor, or by nobody. */
  get(url: string, actor?: RemoteActor): Promise<Answer>;
  /** The same, with the headers of the answer and nothing followed. */
  ask(
    url: string,
    actor: RemoteActor | undefined,
    accept: string,
  ): Promise<Answer & { readonly headers: Headers }>;
  stop(): Promise<void>;
}

/** Names below `localhost` are this machine, also where the system does not know them. */
const newAgent = (): Agent =>
  new Agent({
    connect: {
      lookup: (_name, options, done) =>
        options.all === true ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4),
    },
  });

/** Starts a server at `http://NAME.localhost:PORT`; stop it at the end of the file. */
export async function startRemoteServer(name: string): Promise<RemoteServer> {
  const documents = new Map<string, unknown>();
  const handlers: RemoteServer["handlers"] = new Map();
  const delivered: { path: string; activity: Record<string, unknown> }[] = [];
  const asked = new Map<string, number>();
  const agent = newAgent();
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.set(path, (asked.get(path) ?? 0) + 1);
    const handler = handlers.get(path);
    if (handler !== undefined) return handler(request, response);
    if (request.method === "POST") return void take(request, response, path);
    const document = documents.get(path);
    response.statusCode = document === undefined ? 404 : 200;
    response.setHeader(
      "content-type",
      path.startsWith("/.well-known/") ? "application/jrd+json" : "application/activity+json",
    );
    response.end(document === undefined ? "{}" : JSON.stringify(document));
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port");
  const host = `${name}.localhost:${address.port}`;
  const origin = `http://${host}`;

  async function take(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const pieces: Buffer[] = [];
    const body: AsyncIterable<Buffer> = request;
    for await (const piece of body) pieces.push(piece);
    const activity = z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.concat(pieces).toString()));
    delivered.push({ path, activity });
    response.writeHead(202).end();
  }

  const publish = async (actor: RemoteActor, changes: Readonly<Record<string, unknown>>): Promise<void> => {
    documents.set(`/users/${actor.handle}`, {
      "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
      id: actor.uri,
      type: "Person",
      preferredUsername: actor.handle,
      name: actor.handle,
      inbox: `${actor.uri}/inbox`,
      followers: `${actor.uri}/followers`,
      endpoints: { sharedInbox: `${origin}/inbox` },
      publicKey: {
        id: actor.keyId,
        owner: actor.uri,
        publicKeyPem: await publicKeyPem(actor.keys.rsa.publicKey),
      },
      assertionMethod: [
        {
          id: actor.proofKeyId,
          type: "Multikey",
          controller: actor.uri,
          publicKeyMultibase: await publicKeyMultibase(actor.keys.ed25519.publicKey),
        },
      ],
      ...changes,
    });
    const subject = `acct:${actor.handle}@${host}`;
    documents.set(`/.well-known/webfinger?resource=${encodeURIComponent(subject)}`, {
      subject,
      links: [{ rel: "self", type: "application/activity+json", href: actor.uri }],
    });
  };

  const send = async (url: string, init: { method: string; headers: RawHeaders; body?: string }) => {
    const response = await undiciFetch(url, { ...init, dispatcher: agent, redirect: "manual" });
    return { status: response.status, text: await response.text() };
  };

  const postText: RemoteServer["postText"] = async (actor, inbox, body, options = {}) => {
    const request = new Request(inbox, {
      method: "POST",
      headers: { "content-type": "application/activity+json" },
      body,
    });
    const signed = await signRequest(
      request,
      actor.keys.rsa.privateKey,
      new URL(options.keyId ?? actor.keyId),
      { spec: options.spec ?? "rfc9421" },
    );
    return send(inbox, {
      method: "POST",
      headers: Object.fromEntries(signed.headers),
      body: options.sentBody ?? body,
    });
  };

  return {
    origin,
    host,
    documents,
    handlers,
    delivered,
    asked,
    async addActor(handle, changes = {}) {
      const uri = `${origin}/users/${handle}`;
      const actor: RemoteActor = {
        uri,
        handle,
        keyId: `${uri}#main-key`,
        proofKeyId: `${uri}#ed25519-key`,
        keys: await generateActorKeys(),
      };
      await publish(actor, changes);
      return actor;
    },
    async rotate(actor) {
      actor.keys = await generateActorKeys();
      await publish(actor, {});
    },
    post: (actor, inbox, activity, options) => postText(actor, inbox, JSON.stringify(activity), options),
    postText,
    async get(url, actor) {
      const request = new Request(url, { headers: { accept: "application/activity+json" } });
      const signed =
        actor === undefined
          ? request
          : await signRequest(request, actor.keys.rsa.privateKey, new URL(actor.keyId), { spec: "rfc9421" });
      return send(url, { method: "GET", headers: Object.fromEntries(signed.headers) });
    },
    async ask(url, actor, accept) {
      const request = new Request(url, { headers: { accept } });
      const signed =
        actor === undefined
          ? request
          : await signRequest(request, actor.keys.rsa.privateKey, new URL(actor.keyId), { spec: "rfc9421" });
      const response = await undiciFetch(url, {
        headers: Object.fromEntries(signed.headers),
        dispatcher: agent,
        redirect: "manual",
      });
      const headers = new Headers([...response.headers]);
      return { status: response.status, text: await response.text(), headers };
    },
    async stop() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
      await agent.close();
    },
  };
}

/** Sends what a hostile sender composed by hand. */
export async function postRaw(url: string, headers: RawHeaders, body: string | Uint8Array): Promise<Answer> {
  const agent = newAgent();
  try {
    const response = await undiciFetch(url, {
      method: "POST",
      headers: { "content-type": "application/activity+json", ...headers },
      body,
      dispatcher: agent,
    });
    return { status: response.status, text: await response.text() };
  } finally {
    await agent.close();
  }
}

/** What a signature made by hand covers, in order: names and the values that are signed. */
export type Covered = readonly (readonly [name: string, value: string])[];

/** Signs by the older draft, covering exactly what the test says. */
export function signCavage(
  key: KeyObject,
  keyId: string,
  covered: Covered,
  algorithm = "rsa-sha256",
): string {
  const signed = covered.map(([name, value]) => `${name}: ${value}`).join("\n");
  const signature = sign("sha256", Buffer.from(signed), key).toString("base64");
  const names = covered.map(([name]) => name).join(" ");
  return `keyId="${keyId}",algorithm="${algorithm}",headers="${names}",signature="${signature}"`;
}

/** Signs by RFC 9421, covering exactly what the test says; gives the two headers. */
export function signRfc9421(
  key: KeyObject,
  keyId: string,
  covered: Covered,
  { created = Math.floor(Date.now() / 1000), parameters = "" } = {},
): RawHeaders {
  const names = covered.map(([name]) => `"${name}"`).join(" ");
  const input = `(${names});created=${created};keyid="${keyId}"${parameters}`;
  const lines = covered.map(([name, value]) => `"${name}": ${value}`);
  const base = [...lines, `"@signature-params": ${input}`].join("\n");
  const signature = sign("sha256", Buffer.from(base), key).toString("base64");
  return { "signature-input": `sig1=${input}`, signature: `sig1=:${signature}:` };
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64");

/** A key pair that belongs to nobody. */
export const strangeKey = (): KeyObject => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

/** Adds an integrity proof by an actor, as of now. */
export const proved = <Document extends { readonly "@context": unknown }>(
  actor: RemoteActor,
  document: Document,
  at: Date = new Date(),
) => addProof(document, { privateKey: actor.keys.ed25519.privateKey, keyId: actor.proofKeyId }, at);
