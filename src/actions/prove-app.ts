import { timingSafeEqual } from "node:crypto";
import { OAuthError, type ProvenApp } from "#domain/oauth.ts";
import { findApp } from "#store/oauth.ts";
import type { Instance } from "#instance";
import { hashToken } from "./session-token.ts";

const NOBODY = hashToken("");

/**
 * Checks that whoever calls is the app of this id.
 *
 * @throws OAuthError invalid_client, the same for an unknown id and a wrong secret
 */
export async function proveApp(instance: Instance, clientId: string, secret: string): Promise<ProvenApp> {
  const app = await findApp(instance.db, clientId);
  const given = Buffer.from(hashToken(secret), "hex");
  const isRight = timingSafeEqual(given, Buffer.from(app?.secretHash ?? NOBODY, "hex"));
  if (app === undefined || !isRight) {
    throw new OAuthError(
      "invalid_client",
      "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.",
    );
  }
  return app;
}
