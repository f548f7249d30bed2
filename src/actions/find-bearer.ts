import { type Bearer, findBearer as findByHash } from "#store/oauth.ts";
import type { Instance } from "#instance";
import { hashToken } from "./session-token.ts";

/** Whose an access token is; `undefined` where it was revoked or never given, or the account is suspended. */
export const findBearer = (instance: Instance, token: string): Promise<Bearer | undefined> =>
  findByHash(instance.db, hashToken(token));
