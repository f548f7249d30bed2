import { deleteSession } from "#store/sessions.ts";
import type { Instance } from "#instance";
import { hashToken } from "./session-token.ts";

/** Ends the session of this token; a token that is none is no error. */
export const closeSession = (instance: Instance, token: string): Promise<void> =>
  deleteSession(instance.db, hashToken(token));
