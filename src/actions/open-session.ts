import type { AccountId } from "#domain/ids.ts";
import { insertSession } from "#store/sessions.ts";
import type { Instance } from "#instance";
import { hashToken, newToken } from "./session-token.ts";

/** A shift and a half: long enough for a day's work, short enough for a shared ward computer. */
export const SESSION_HOURS = 12;

/** Begins a session under a new token, so that a token planted before the sign-in is worth nothing. */
export async function openSession(
  instance: Instance,
  accountId: AccountId,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const token = newToken();
  const expiresAt = new Date(instance.clock().getTime() + SESSION_HOURS * 3_600_000);
  await insertSession(instance.db, hashToken(token), accountId, expiresAt);
  return { token, expiresAt };
}
