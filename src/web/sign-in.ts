import { closeSession } from "#actions/close-session.ts";
import { signInWithPassword } from "#actions/sign-in-with-password.ts";
import { verifyPhysician } from "#actions/verify-physician.ts";
import { notFound, Refusal } from "#domain/refusal.ts";
import { sessionCookie, signInCookie } from "./cookies.ts";
import { enter } from "./enter.ts";
import { formText, readForm } from "./form.ts";
import { localPath } from "./local-path.ts";
import type { WebApp, WebServices } from "./services.ts";
import { showSignIn, showSignInFailure } from "./sign-in-page.ts";

const SIGN_IN_SECONDS = 600;

/** Signing in at the hospital's provider or with a password, and signing out. What they show is in sign-in-page.ts. */
export function signInRoutes(app: WebApp, services: WebServices): void {
  const { instance, signIn } = services;
  const session = sessionCookie(instance.config.origin);
  const pending = signInCookie(instance.config.origin);

  app.get("/sign-in", async (c) => {
    const returnTo = localPath(c.req.query("return-to") ?? "/");
    if (c.get("member") !== undefined) return c.redirect(returnTo, 303);
    return await showSignIn(services, c, { returnTo });
  });

  app.post("/sign-in", async (c) => {
    if (signIn === undefined) throw notFound("hospital sign-in");
    const form = await readForm(c);
    const returnTo = localPath(formText(form, "return-to"));
    try {
      const { location, cookie } = await signIn.begin(returnTo);
      pending.set(c, cookie, SIGN_IN_SECONDS);
      return c.redirect(location.href, 303);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return showSignInFailure(services, c, error, returnTo);
    }
  });

  app.get("/sign-in/callback", async (c) => {
    if (signIn === undefined) throw notFound("hospital sign-in");
    const cookie = pending.get(c);
    // The answer is asked for once more: somebody who has just signed in went back to it, or loaded it again.
    if (cookie === undefined && c.get("member") !== undefined) return c.redirect("/", 303);
    pending.remove(c);
    try {
      const found = await signIn.finish(new URL(c.req.url), cookie);
      return await enter(services, c, await verifyPhysician(instance, found), found.returnTo);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return showSignInFailure(services, c, error, "/");
    }
  });

  app.post("/sign-in/password", async (c) => {
    const form = await readForm(c);
    const returnTo = localPath(formText(form, "return-to"));
    const login = formText(form, "login").trim().toLowerCase();
    try {
      const accountId = await signInWithPassword(instance, login, formText(form, "password"));
      return await enter(services, c, accountId, returnTo);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return showSignIn(services, c, { returnTo, login, refusal: error });
    }
  });

  app.post("/sign-out", async (c) => {
    const token = session.get(c);
    if (token !== undefined) await closeSession(instance, token);
    session.remove(c);
    return c.redirect("/", 303);
  });
}
