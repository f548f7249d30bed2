import { randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import { findBearer } from "#actions/find-bearer.ts";
import type { Person } from "#domain/reader.ts";
import { forbidden, notFound, Refusal, unauthenticated } from "#domain/refusal.ts";
import { grants } from "#domain/scopes.ts";
import type { Bearer } from "#store/oauth.ts";
import type { Instance } from "#instance";
import { answerError, NOT_SIGNED_IN, OUTSIDE_SCOPES, TOKEN_INVALID } from "./errors.ts";
import { hostMetaRoute } from "./host-meta.ts";
import { openApiRoutes } from "./openapi-routes.ts";
import { type Allowance, allowanceHeaders, createRateLimiter, quotasOf } from "./rate-limit.ts";
import { readRequest } from "./read-request.ts";
import type { ApiRequest, Method, Route } from "./route.ts";
import { routes } from "./routes/routes.ts";
import type { ApiServices } from "./services.ts";

/** What the server puts beside a request: who is at the other end of the connection. */
interface ApiEnv {
  Bindings: { readonly remoteAddress?: string };
}

/** A browser may call from any page: nothing here is answered by cookie. */
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers":
    "Link, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id",
  "cross-origin-resource-policy": "cross-origin",
};

/** The Mastodon client API and OAuth, as the table in `routes/` has them. */
export function createApi(services: ApiServices): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const limiter = createRateLimiter(services.instance.clock);
  const methods = Map.groupBy(routes, ({ path }) => path);
  for (const [path, entries] of methods) {
    const allowed = [...new Set(entries.map(({ method }) => method))];
    for (const entry of entries) {
      app.on(entry.method, path, (c) => answer(services, limiter, c, entry));
    }
    app.options(path, (c) => preflight(c, allowed));
  }
  openApiRoutes(app, services, routes);
  hostMetaRoute(app, services.instance);
  app.options("/api/*", (c) => preflight(c, ["GET", "POST", "PUT", "PATCH", "DELETE"]));
  app.all("/api/*", (c) => {
    const allowed = methods.get(c.req.path);
    return Response.json(
      { error: allowed === undefined ? "Not found" : "This method is not allowed here" },
      { status: allowed === undefined ? 404 : 405, headers: CORS },
    );
  });
  return app;
}

function preflight(c: Context<ApiEnv>, allowed: readonly Method[]): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...CORS,
      "access-control-allow-methods": [...allowed, "OPTIONS"].join(", "),
      "access-control-allow-headers":
        c.req.header("access-control-request-headers") ?? "Authorization, Content-Type, Idempotency-Key",
      "access-control-max-age": "86400",
    },
  });
}

async function answer(
  services: ApiServices,
  limiter: ReturnType<typeof createRateLimiter>,
  c: Context<ApiEnv>,
  entry: Route,
): Promise<Response> {
  const { instance } = services;
  const requestId = randomUUID();
  const quotas = quotasOf(instance.config.apiRateLimit);
  const count = (bearer: Bearer | undefined): Allowance => {
    const { caller, quota } = callerOf(c, bearer, entry);
    return limiter(caller, quotas[quota]);
  };
  let allowance: Allowance | undefined;
  const response = await (async () => {
    try {
      // No name of anything holds a NUL, and the database takes none.
      if (/%00|\0/u.test(c.req.path)) throw notFound("path");
      const bearer = await bearerOf(instance, c.req.raw);
      allowance = count(bearer);
      if (allowance.remaining < 0) throw new Refusal("too-many", "Too many requests");
      const person = admit(entry, bearer);
      const request: ApiRequest = {
        services,
        raw: c.req.raw,
        url: new URL(c.req.url),
        path: c.req.param(),
        params: await readRequest(c.req.raw),
        bearer,
        person,
      };
      const reply = await entry.answer(request);
      return Response.json(reply.body, { status: reply.status, headers: reply.headers });
    } catch (error) {
      return answerError(instance, { method: entry.method, path: entry.path }, error);
    }
  })();
  allowance ??= count(undefined);
  const headers = { ...CORS, ...allowanceHeaders(allowance), "x-request-id": requestId };
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "private, no-store");
  response.headers.append("vary", "Authorization");
  return response;
}

function callerOf(
  c: Context<ApiEnv>,
  bearer: Bearer | undefined,
  { path, method }: Route,
): { readonly caller: string; readonly quota: keyof ReturnType<typeof quotasOf> } {
  const who = bearer?.member?.persona?.actorId ?? bearer?.member?.accountId;
  if (who === undefined) return { caller: `address ${c.env?.remoteAddress ?? ""}`, quota: "address" };
  // By persona, so that more tokens are not more requests, and no count tells that two personas are one physician's.
  return method === "POST" && path.endsWith("/media")
    ? { caller: `upload ${who}`, quota: "upload" }
    : { caller: `person ${who}`, quota: "person" };
}

async function bearerOf(instance: Instance, request: Request): Promise<Bearer | undefined> {
  const header = request.headers.get("authorization");
  if (header === null || /^basic /iu.test(header)) return undefined;
  const token = /^bearer +([\w~+/.-]+=*)$/iu.exec(header)?.[1];
  const bearer = token === undefined ? undefined : await findBearer(instance, token);
  if (bearer === undefined) throw new Refusal("unauthenticated", TOKEN_INVALID);
  return bearer;
}

/** @throws Refusal unauthenticated or forbidden where the token is not one for this endpoint */
function admit({ access, scopes }: Route, bearer: Bearer | undefined): Person | undefined {
  if (bearer === undefined) {
    if (access === "anyone") return undefined;
    throw access === "app" ? new Refusal("unauthenticated", TOKEN_INVALID) : signInFirst();
  }
  const isAllowed = scopes.length === 0 || scopes.some((scope) => grants(bearer.scopes, scope));
  const { member } = bearer;
  const person = member?.persona === undefined ? undefined : { ...member, persona: member.persona };
  if (person === undefined && access === "person") throw signInFirst();
  if (!isAllowed) throw forbidden(OUTSIDE_SCOPES);
  return person;
}

const signInFirst = (): Refusal => new Refusal(unauthenticated().kind, NOT_SIGNED_IN);
