import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { Provider } from "oidc-provider";
import type { Configuration, KoaContextWithOIDC } from "oidc-provider";
import { failurePage, loginPage } from "./openid-login-page.ts";
import { createOpenIdStore } from "./openid-store.ts";

/** An institution that signs its people in here. */
export interface OpenIdClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUris: readonly string[];
  /** What the login page calls it; the id if not given. */
  readonly name?: string;
}

/** Somebody who can sign in. The login is also the subject. */
export interface OpenIdPerson {
  readonly login: string;
  /** `profession`, `specialty`, `grade`, `country`; others are never given out. */
  readonly claims: Readonly<Record<string, string>>;
}

export interface OpenIdProviderOptions {
  /** A free one if not given. */
  readonly port?: number;
  /** The name in the issuer, which must lead to loopback; 127.0.0.1 if not given. It listens on 127.0.0.1 in any case. */
  readonly host?: string;
  /** The issuer, where it is reached through a TLS proxy; http at `host` and the port if not given. */
  readonly issuer?: string;
  readonly clients: readonly OpenIdClient[];
  readonly people: readonly OpenIdPerson[];
}

export interface OpenIdProvider {
  readonly issuer: string;
  /** Adds a person, or changes the claims of one. */
  addPerson(person: OpenIdPerson): void;
  stop(): Promise<void>;
}

const LOGIN_PATH = /^\/sign-in\/[\w-]+$/u;
const SESSION_COOKIE = "_session";
const HOUR = 3600;

/**
 * Starts a real OpenID Provider (oidc-provider: authorization code with PKCE, RS256, claims at the user info endpoint) which plays the
 * identity provider of several institutions. Anyone may sign in under any name that it knows, without a password; whoever
 * comes again is asked again, so that one browser can be several people. Everything is in memory; its key is made at start.
 */
export async function startOpenIdProvider(options: OpenIdProviderOptions): Promise<OpenIdProvider> {
  const people = new Map(options.people.map((person) => [person.login, person]));
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: "demonstration", alg: "RS256", use: "sig" };

  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port.");
  const issuer = options.issuer ?? `http://${options.host ?? "127.0.0.1"}:${address.port}`;

  const provider = new Provider(issuer, configuration(options.clients, people, jwk));
  // Only then are the forwarded headers a proxy's word, and not the client's.
  provider.proxy = options.issuer !== undefined;
  const handle = provider.callback();
  server.on("request", (request, response) => {
    const { pathname } = new URL(request.url ?? "/", issuer);
    if (LOGIN_PATH.test(pathname)) {
      login(provider, people, request, response).catch(async () => await fail(response));
      return;
    }
    forgetSession(request);
    handle(request, response).catch(async () => await fail(response));
  });

  return {
    issuer,
    addPerson: (person) => people.set(person.login, person),
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function configuration(
  clients: readonly OpenIdClient[],
  people: ReadonlyMap<string, OpenIdPerson>,
  jwk: NonNullable<Configuration["jwks"]>["keys"][number],
): Configuration {
  return {
    adapter: createOpenIdStore(),
    clients: clients.map(({ id, secret, redirectUris, name }) => ({
      client_id: id,
      client_secret: secret,
      client_name: name ?? id,
      redirect_uris: [...redirectUris],
      token_endpoint_auth_method: "client_secret_post",
    })),
    jwks: { keys: [jwk] },
    cookies: { names: { session: SESSION_COOKIE }, keys: [randomBytes(32).toString("base64url")] },
    claims: {
      openid: ["sub", "profession", "specialty", "grade", "country"],
      profile: ["name"],
      email: ["email"],
    },
    scopes: ["openid", "profile", "email"],
    pkce: { required: () => true },
    clientBasedCORS: () => false,
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
    ttl: {
      AccessToken: HOUR,
      AuthorizationCode: 60,
      Grant: HOUR,
      IdToken: HOUR,
      Interaction: HOUR,
      Session: HOUR,
    },
    findAccount: (_, login) => {
      const person = people.get(login);
      return person && { accountId: login, claims: () => ({ ...person.claims, sub: login }) };
    },
    loadExistingGrant: grantWithoutAsking,
    renderError: async (context, out) => {
      context.type = "html";
      context.body = await failurePage(out.error_description ?? out.error);
    },
  };
}

/** Whoever signs in at a hospital's own service does not have to consent to its claims. */
async function grantWithoutAsking(context: KoaContextWithOIDC) {
  const { client, session, provider } = context.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid profile email");
  await grant.save();
  return grant;
}

/** Takes the provider's own session off a request, which is why everybody is asked for a name each time. */
function forgetSession(request: IncomingMessage): void {
  const cookies = (request.headers.cookie ?? "").split("; ");
  request.headers.cookie = cookies.filter((cookie) => !cookie.startsWith(SESSION_COOKIE)).join("; ");
}

async function login(
  provider: Provider,
  people: ReadonlyMap<string, OpenIdPerson>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const form = request.method === "POST" ? await readForm(request) : undefined;
  if (form?.get("action") === "cancel") {
    await provider.interactionFinished(request, response, { error: "access_denied" });
    return;
  }
  const name = form?.get("login")?.trim();
  if (name !== undefined && people.has(name)) {
    await provider.interactionFinished(request, response, { login: { accountId: name } });
    return;
  }
  const client = await provider.Client.find(String(params["client_id"]));
  const page = await loginPage({
    institution: client?.clientName ?? "this institution",
    logins: [...people.keys()],
    ...(name !== undefined && { error: "Nobody has this sign-in name. Choose one from the list." }),
  });
  show(response, name === undefined ? 200 : 422, page);
}

const MAX_FORM_BYTES = 10_000;

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > MAX_FORM_BYTES) throw new RangeError("The form is too large.");
  }
  return new URLSearchParams(text);
}

function show(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(text);
}

async function fail(response: ServerResponse): Promise<void> {
  const page = await failurePage(
    "It took too long or was begun in another browser. Go back and start again.",
  );
  if (response.headersSent) response.end();
  else show(response, 400, page);
}
