import { openSession, SESSION_HOURS } from "#actions/open-session.ts";
import { closeSession } from "#actions/close-session.ts";
import { signInWithPassword } from "#actions/sign-in-with-password.ts";
import { verifyPhysician } from "#actions/verify-physician.ts";
import type { AccountId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import { sessionCookie, signInCookie } from "./cookies.ts";
import { formText } from "./form.ts";
import { localPath } from "./local-path.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";

const SIGN_IN_SECONDS = 600;

/** Signing in at the hospital's provider or with a password, and signing out. The page itself is sign-in-page.ts. */
export function signInRoutes(app: WebApp, { instance, signIn }: WebServices): void {
  const session = sessionCookie(instance.config.origin);
  const pending = signInCookie(instance.config.origin);

  const enter = async (c: WebContext, accountId: AccountId, returnTo: string): Promise<Response> => {
    const old = session.get(c);
    if (old !== undefined) await closeSession(instance, old);
    const { token } = await openSession(instance, accountId);
    session.set(c, token, SESSION_HOURS * 3600);
    return c.redirect(returnTo, 303);
  };

  app.post("/sign-in", async (c) => {
    if (signIn === undefined) throw notFound("hospital sign-in");
    const form = await c.req.formData();
    const { location, cookie } = await signIn.begin(localPath(formText(form, "return-to")));
    pending.set(c, cookie, SIGN_IN_SECONDS);
    return c.redirect(location.href, 303);
  });

  app.get("/sign-in/callback", async (c) => {
    if (signIn === undefined) throw notFound("hospital sign-in");
    const cookie = pending.get(c);
    pending.remove(c);
    const found = await signIn.finish(new URL(c.req.url), cookie);
    return enter(c, await verifyPhysician(instance, found), found.returnTo);
  });

  app.post("/sign-in/password", async (c) => {
    const form = await c.req.formData();
    const accountId = await signInWithPassword(
      instance,
      formText(form, "login").trim(),
      formText(form, "password"),
    );
    return enter(c, accountId, localPath(formText(form, "return-to")));
  });

  app.post("/sign-out", async (c) => {
    const token = session.get(c);
    if (token !== undefined) await closeSession(instance, token);
    session.remove(c);
    return c.redirect("/", 303);
  });
}
