import type { Member } from "#domain/member.ts";
import type { AuthorizationRequest } from "#domain/oauth.ts";
import { forbidden } from "#domain/refusal.ts";
import { insertCode, type OAuthApp } from "#store/oauth.ts";
import type { Instance } from "#instance";
import { hashToken, newToken } from "./session-token.ts";

/** As long as it takes to copy a code by hand (RFC 6749, section 4.1.2, allows ten at most). */
const CODE_MINUTES = 10;

/**
 * Lets an app act for a member, under the persona that they act under now and no other.
 *
 * @returns the code with which the app fetches its token, once
 * @throws Refusal forbidden for who has no pseudonym: an app shows nothing else of a person
 */
export async function authorizeApp(
  instance: Instance,
  member: Member,
  app: OAuthApp,
  request: AuthorizationRequest,
): Promise<string> {
  if (member.persona === undefined) {
    throw forbidden("Apps act for a pseudonym, and your account has none.");
  }
  const code = newToken();
  await insertCode(instance.db, {
    hash: hashToken(code),
    appId: app.id,
    accountId: member.accountId,
    personaId: member.persona.actorId,
    redirectUri: request.redirectUri,
    scopes: [...request.scopes],
    challenge: request.challenge,
    expiresAt: new Date(instance.clock().getTime() + CODE_MINUTES * 60_000),
  });
  return code;
}
