import { type AccessTokenId, newOpaqueId } from "#domain/ids.ts";
import { OAuthError, type ProvenApp, provesChallenge } from "#domain/oauth.ts";
import type { Scope } from "#domain/scopes.ts";
import { deleteTokensOfCode, findCode, insertToken, useCode } from "#store/oauth.ts";
import type { Instance } from "#instance";
import { hashToken, newToken } from "./session-token.ts";

/** An access token that was just given. */
export interface GivenToken {
  readonly token: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
}

/**
 * Gives an access token for an authorization code, once. A code that comes again was stolen or leaked: what was given for it
 * is revoked (RFC 6749, section 4.1.2).
 *
 * @param proof the redirect URI and the PKCE verifier; the verifier is empty where there is none
 * @throws OAuthError invalid_grant for whatever is wrong, in the same words
 */
export async function exchangeCode(
  instance: Instance,
  app: ProvenApp,
  code: string,
  proof: { readonly redirectUri: string; readonly verifier: string },
): Promise<GivenToken> {
  const now = instance.clock();
  const hash = hashToken(code);
  const granted = await findCode(instance.db, hash, app.id);
  if (granted === undefined) throw invalidGrant();
  if (granted.usedAt !== null) {
    await deleteTokensOfCode(instance.db, hash);
    throw invalidGrant();
  }
  if (granted.redirectUri !== proof.redirectUri) throw invalidGrant();
  if (!provesChallenge(granted.challenge, proof.verifier)) throw invalidGrant();
  const token = newToken();
  const isFirst = await instance.db.transaction(async (tx) => {
    if (!(await useCode(tx, hash, now))) return false;
    await insertToken(tx, {
      id: newOpaqueId<AccessTokenId>(),
      hash: hashToken(token),
      appId: app.id,
      accountId: granted.accountId,
      personaId: granted.personaId,
      scopes: granted.scopes,
      codeHash: hash,
      createdAt: now,
    });
    return true;
  });
  if (!isFirst) {
    await deleteTokensOfCode(instance.db, hash);
    throw invalidGrant();
  }
  return { token, scopes: granted.scopes, createdAt: now };
}

const invalidGrant = (): OAuthError =>
  new OAuthError(
    "invalid_grant",
    "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.",
  );
