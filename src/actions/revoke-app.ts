import type { OAuthAppId } from "#domain/ids.ts";
import type { Member } from "#domain/member.ts";
import { deleteAuthorization } from "#store/oauth.ts";
import type { Instance } from "#instance";

/** Ends what an app may do for a member, at once; an app that may nothing is no error. */
export const revokeApp = (instance: Instance, member: Member, appId: OAuthAppId): Promise<void> =>
  instance.db.transaction((tx) => deleteAuthorization(tx, member.accountId, appId));
