import type { Member } from "#domain/member.ts";
import { findMember as findBySession } from "#store/accounts.ts";
import type { Instance } from "#instance";
import { hashToken } from "./session-token.ts";

/** Who is behind a session cookie; `undefined` where it has run out, was ended, or the account is suspended. */
export const findMember = (instance: Instance, token: string): Promise<Member | undefined> =>
  findBySession(instance.db, hashToken(token), instance.clock());
