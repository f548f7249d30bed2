import { newOpaqueId, type OAuthAppId } from "#domain/ids.ts";
import { type AppRegistration } from "#domain/oauth.ts";
import { insertApp, type OAuthApp } from "#store/oauth.ts";
import type { Instance } from "#instance";
import { hashToken, newToken } from "./session-token.ts";

/** Takes in an app, so that it can ask people for access. The secret is told this once and kept as a hash. */
export async function registerApp(
  instance: Instance,
  registration: AppRegistration,
): Promise<{ readonly app: OAuthApp; readonly secret: string }> {
  const secret = newToken();
  const app = {
    id: newOpaqueId<OAuthAppId>(),
    clientId: newToken(),
    secretHash: hashToken(secret),
    name: registration.name,
    website: registration.website,
    redirectUris: [...registration.redirectUris],
    scopes: [...registration.scopes],
    createdAt: instance.clock(),
  };
  await insertApp(instance.db, app);
  return { app, secret };
}
