import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair } from "jose";
import type { CryptoKey } from "jose";

/** What the provider gets wrong. */
export type Lie =
  | "access-denied"
  | "server-error"
  | "wrong-nonce"
  | "no-nonce"
  | "other-audience"
  | "wrong-issuer"
  | "wrong-metadata-issuer"
  | "expired"
  | "bad-signature"
  | "unknown-key"
  | "unsigned"
  | "no-id-token"
  | "no-profession"
  | "other-subject"
  | "not-json"
  | "refuses-code"
  | "fails-at-token"
  | "fails-at-discovery"
  | "hangs-at-token"
  | "hangs-at-discovery";

export interface LyingProvider {
  readonly issuer: string;
  /** Tells it what to get wrong from now on; nothing if left out. */
  tell(lie?: Lie): void;
  /** How often it was asked, by path. */
  readonly asked: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** Every secret thing this provider says, for tests that look for a leak. */
export const PLANTED = { subject: "subject-7f3a", code: "code-91bd", accessToken: "access-token-55c2" };

/**
 * A small real OpenID Provider on 127.0.0.1 which signs everybody in without asking, as the same physician, and which can be told to
 * misbehave. Its tokens are signed with a key made at start.
 */
export async function startLyingProvider(): Promise<LyingProvider> {
  const [key, other] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
  const jwks = { keys: [{ ...(await exportJWK(key.publicKey)), kid: "one", use: "sig", alg: "RS256" }] };
  const asked = new Map<string, number>();
  let lie: Lie | undefined;
  let asking = new URLSearchParams();
  let issuer = "";

  const idToken = async (clientId: string): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: lie === "wrong-issuer" ? "https://somebody.else.example" : issuer,
      aud: lie === "other-audience" ? "another-client" : clientId,
      sub: PLANTED.subject,
      iat: lie === "expired" ? now - 7200 : now,
      exp: lie === "expired" ? now - 3600 : now + 300,
      ...(lie !== "no-nonce" && { nonce: lie === "wrong-nonce" ? "another" : asking.get("nonce") }),
      ...(lie !== "no-profession" &&
        lie !== "other-subject" && { profession: "physician", specialty: "dermatology" }),
    };
    if (lie === "unsigned") return new UnsecuredJWT(claims).encode();
    const signer: CryptoKey = lie === "bad-signature" ? other.privateKey : key.privateKey;
    const header = { alg: "RS256", kid: lie === "unknown-key" ? "two" : "one" };
    return await new SignJWT(claims).setProtectedHeader(header).sign(signer);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", issuer);
    asked.set(url.pathname, (asked.get(url.pathname) ?? 0) + 1);
    const json = (value: unknown, status = 200): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    };
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        if (lie === "hangs-at-discovery") return;
        if (lie === "fails-at-discovery") return json({}, 500);
        return json({
          issuer: lie === "wrong-metadata-issuer" ? "https://somebody.else.example" : issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
        });
      case "/jwks":
        return json(jwks);
      case "/authorize": {
        asking = url.searchParams;
        const back = new URL(asking.get("redirect_uri") ?? "");
        back.searchParams.set("state", asking.get("state") ?? "");
        if (lie === "access-denied" || lie === "server-error") {
          back.searchParams.set("error", lie.replace("-", "_"));
          back.searchParams.set("error_description", PLANTED.subject);
        } else back.searchParams.set("code", PLANTED.code);
        response.writeHead(303, { location: back.href }).end();
        return;
      }
      case "/token": {
        if (lie === "hangs-at-token") return;
        if (lie === "fails-at-token") return json({ error_description: PLANTED.subject }, 500);
        if (lie === "refuses-code")
          return json({ error: "invalid_grant", error_description: PLANTED.subject }, 400);
        if (lie === "not-json") {
          response.writeHead(200, { "content-type": "text/html" }).end("<h1>Maintenance</h1>");
          return;
        }
        const clientId = asking.get("client_id") ?? "";
        return json({
          access_token: PLANTED.accessToken,
          token_type: "Bearer",
          ...(lie !== "no-id-token" && { id_token: await idToken(clientId) }),
        });
      }
      case "/userinfo":
        return json({ sub: lie === "other-subject" ? "somebody else" : PLANTED.subject });
      default:
        return json({}, 404);
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port.");
  issuer = `http://127.0.0.1:${address.port}`;
  return {
    issuer,
    asked,
    tell: (next) => (lie = next),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
