import { z } from "zod";
import { exchangeCode, type GivenToken } from "#actions/exchange-code.ts";
import { grantAppToken } from "#actions/grant-app-token.ts";
import { proveApp } from "#actions/prove-app.ts";
import { registerApp } from "#actions/register-app.ts";
import { revokeToken } from "#actions/revoke-token.ts";
import { OAuthError, type ProvenApp, readRegistration } from "#domain/oauth.ts";
import { SCOPES } from "#domain/scopes.ts";
import type { OAuthApp } from "#store/oauth.ts";
import type { Instance } from "#instance";
import { avatarOf } from "../entities/pictures.ts";
import { application, credentialApplication, serverMetadata, token, userinfo } from "../entities/oauth.ts";
import { emptyObject } from "../entities/shapes.ts";
import { listOf, text } from "../input.ts";
import { type Call, Reply, type Route, route } from "../route.ts";

const registration = z.object({
  client_name: text().default(""),
  redirect_uris: listOf(text()),
  /** What some old clients send instead. */
  redirect_uri: text().optional(),
  scopes: z.preprocess((value) => (Array.isArray(value) ? value.join(" ") : value), text().default("")),
  website: text().default(""),
});

/** RFC 6749, section 2.3.1: in the body, or by HTTP Basic. */
const client = { client_id: text().default(""), client_secret: text().default("") };

/** How an app gets to act for somebody; the page that asks them is in `src/web/authorize.ts`. */
export const oauthRoutes: readonly Route[] = [
  route("POST /api/v1/apps", {
    summary: "Register an app",
    access: "anyone",
    input: registration,
    entity: credentialApplication,
    async answer({ instance, input }) {
      const said = { ...input, redirect_uris: input.redirect_uris ?? [input.redirect_uri ?? ""] };
      const { app, secret } = await registerApp(instance, readRegistration(said));
      return {
        ...applicationOf(app),
        client_id: app.clientId,
        client_secret: secret,
        client_secret_expires_at: 0,
      };
    },
  }),
  route("GET /api/v1/apps/verify_credentials", {
    summary: "Which app the token belongs to",
    access: "app",
    entity: application,
    answer: ({ bearer }) => applicationOf(bearer.app),
  }),
  route("POST /oauth/token", {
    summary: "Get an access token for an authorization code, or for the app itself",
    access: "anyone",
    input: z.object({
      ...client,
      grant_type: text().default(""),
      code: text().default(""),
      redirect_uri: text().default(""),
      code_verifier: text().default(""),
      scope: text().default(""),
    }),
    entity: token,
    async answer(call) {
      const { instance, input } = call;
      const app = await provenApp(call);
      switch (input.grant_type) {
        case "authorization_code": {
          const proof = { redirectUri: input.redirect_uri, verifier: input.code_verifier };
          return tokenReply(await exchangeCode(instance, app, input.code, proof));
        }
        case "client_credentials":
          return tokenReply(await grantAppToken(instance, app, input.scope));
        default:
          throw new OAuthError(
            "unsupported_grant_type",
            "The grant_type must be authorization_code or client_credentials.",
          );
      }
    },
  }),
  route("POST /oauth/revoke", {
    summary: "Give a token back",
    access: "anyone",
    input: z.object({ ...client, token: text().default("") }),
    entity: emptyObject,
    async answer(call) {
      await revokeToken(call.instance, await provenApp(call), call.input.token);
      return {};
    },
  }),
  ...(["GET", "POST"] as const).map((method) =>
    route(`${method} /oauth/userinfo`, {
      summary: "Whom the token acts for, in the words of OpenID Connect",
      access: "person",
      scope: ["profile", "read:accounts"],
      entity: userinfo,
      answer: ({ instance: { config }, person: { persona } }) => ({
        iss: `${config.origin}/`,
        sub: persona.uri,
        name: persona.pseudonym,
        preferred_username: persona.handle,
        profile: `${config.origin}/@${persona.handle}`,
        picture: avatarOf(config.origin, persona.handle),
      }),
    }),
  ),
  route("GET /.well-known/oauth-authorization-server", {
    summary: "Where the OAuth endpoints are (RFC 8414)",
    access: "anyone",
    entity: serverMetadata,
    answer: ({ instance }) => metadata(instance),
  }),
];

const applicationOf = (app: OAuthApp) => ({
  id: app.id,
  name: app.name,
  website: app.website,
  scopes: app.scopes,
  redirect_uri: app.redirectUris.join("\n"),
  redirect_uris: app.redirectUris,
  vapid_key: "",
});

function provenApp({
  instance,
  raw,
  input,
}: Call<{ readonly client_id: string; readonly client_secret: string }>): Promise<ProvenApp> {
  const basic = /^basic +([\w+/=-]+)$/iu.exec(raw.headers.get("authorization") ?? "")?.[1];
  if (basic === undefined) return proveApp(instance, input.client_id, input.client_secret);
  const [id = "", ...secret] = Buffer.from(basic, "base64").toString().split(":").map(formDecoded);
  return proveApp(instance, id, secret.join(":"));
}

/** RFC 6749, section 2.3.1: both halves are form-encoded first. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return "";
  }
}

const tokenReply = ({ token, scopes, createdAt }: GivenToken) =>
  new Reply(
    {
      access_token: token,
      token_type: "Bearer" as const,
      scope: scopes.join(" "),
      created_at: Math.floor(createdAt.getTime() / 1000),
    },
    200,
    { "cache-control": "no-store", pragma: "no-cache" },
  );

const metadata = ({ config: { origin } }: Instance) => ({
  issuer: `${origin}/`,
  service_documentation: `${origin}/api`,
  authorization_endpoint: `${origin}/oauth/authorize`,
  token_endpoint: `${origin}/oauth/token`,
  app_registration_endpoint: `${origin}/api/v1/apps`,
  revocation_endpoint: `${origin}/oauth/revoke`,
  userinfo_endpoint: `${origin}/oauth/userinfo`,
  scopes_supported: [...SCOPES],
  response_types_supported: ["code"],
  response_modes_supported: ["query"],
  grant_types_supported: ["authorization_code", "client_credentials"],
  token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
  code_challenge_methods_supported: ["S256"],
});
