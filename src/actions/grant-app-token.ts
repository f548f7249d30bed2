import { type AccessTokenId, newOpaqueId } from "#domain/ids.ts";
import { OAuthError, type ProvenApp } from "#domain/oauth.ts";
import { grantsAll, readScopes } from "#domain/scopes.ts";
import { insertToken } from "#store/oauth.ts";
import type { Instance } from "#instance";
import type { GivenToken } from "./exchange-code.ts";
import { hashToken, newToken } from "./session-token.ts";

/**
 * Gives an app a token of its own, which acts for nobody (client credentials: RFC 6749, section 4.4).
 *
 * @throws OAuthError invalid_scope for what the app did not register
 */
export async function grantAppToken(instance: Instance, app: ProvenApp, scope: string): Promise<GivenToken> {
  const read = readScopes(scope);
  if (!read.ok || !grantsAll(app.scopes, read.scopes)) {
    throw new OAuthError("invalid_scope", "The requested scope is invalid, unknown, or malformed.");
  }
  const token = newToken();
  const createdAt = instance.clock();
  await insertToken(instance.db, {
    id: newOpaqueId<AccessTokenId>(),
    hash: hashToken(token),
    appId: app.id,
    scopes: [...read.scopes],
    createdAt,
  });
  return { token, scopes: read.scopes, createdAt };
}
