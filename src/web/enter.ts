import { closeSession } from "#actions/close-session.ts";
import { openSession, SESSION_HOURS } from "#actions/open-session.ts";
import type { AccountId } from "#domain/ids.ts";
import { sessionCookie } from "./cookies.ts";
import type { WebContext, WebServices } from "./services.ts";

/** Signs somebody in on this browser, in place of whoever was before, and leads them to `returnTo`. */
export async function enter(
  { instance }: WebServices,
  c: WebContext,
  accountId: AccountId,
  returnTo: string,
): Promise<Response> {
  const session = sessionCookie(instance.config.origin);
  const old = session.get(c);
  if (old !== undefined) await closeSession(instance, old);
  const { token } = await openSession(instance, accountId);
  session.set(c, token, SESSION_HOURS * 3600);
  return c.redirect(returnTo, 303);
}
