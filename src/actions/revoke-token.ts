import { OAuthError, type ProvenApp } from "#domain/oauth.ts";
import { deleteToken, findTokenApp } from "#store/oauth.ts";
import type { Instance } from "#instance";
import { hashToken } from "./session-token.ts";

/**
 * Revokes a token of this app; one that is gone already is no error (RFC 7009, section 2.2).
 *
 * @throws OAuthError unauthorized_client for another app's token
 */
export async function revokeToken(instance: Instance, app: ProvenApp, token: string): Promise<void> {
  const hash = hashToken(token);
  const owner = await findTokenApp(instance.db, hash);
  if (owner === undefined) return;
  if (owner !== app.id) {
    throw new OAuthError("unauthorized_client", "You are not authorized to revoke this token");
  }
  await deleteToken(instance.db, hash);
}
