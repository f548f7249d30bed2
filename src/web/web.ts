import { Hono } from "hono";
import { csrf } from "hono/csrf";
import { findMember } from "#actions/find-member.ts";
import { notFound } from "#domain/refusal.ts";
import { ASSETS_PATH } from "#ui/assets.ts";
import { aboutPage } from "./about.ts";
import { appRoutes } from "./apps.ts";
import { askPreviewRoutes } from "./ask-preview.ts";
import { askRoutes } from "./ask.ts";
import { assetRoutes } from "./assets.ts";
import { authorizePage } from "./authorize.ts";
import { avatarRoutes } from "./avatars.ts";
import { caseFormRoutes } from "./case-forms.ts";
import { casePageRoutes } from "./case-page.ts";
import { checkTextsRoutes } from "./check-texts.ts";
import { sessionCookie } from "./cookies.ts";
import { followRoutes } from "./follow.ts";
import { formLimit } from "./form.ts";
import { homePage } from "./home.ts";
import { invitationPage } from "./invitation.ts";
import { liveRoutes } from "./live.ts";
import { dashboardPage } from "./manage/dashboard.ts";
import { peersPage } from "./manage/peers.ts";
import { physiciansPage } from "./manage/physicians.ts";
import { reportsPage } from "./manage/reports.ts";
import { mediaRoutes } from "./media.ts";
import { notificationsPage } from "./notifications.ts";
import { personaPage } from "./persona.ts";
import { answerRefusal } from "./refusals.ts";
import { postActionRoutes } from "./post-actions.ts";
import { postFormRoutes } from "./post-forms.ts";
import { postPageRoutes } from "./post-page.ts";
import { replyRoutes } from "./replies.ts";
import { searchPage } from "./search.ts";
import type { WebApp, WebContext, WebEnv, WebServices } from "./services.ts";
import { signInRoutes } from "./sign-in.ts";
import { streamPage } from "./stream.ts";
import { streamsPage } from "./streams.ts";
import { uploadRoutes } from "./uploads.ts";
import { welcomePage } from "./welcome.ts";
import { youPage } from "./you.ts";

/** Every page, each in the file that has its name. */
const pages: readonly ((app: WebApp, services: WebServices) => void)[] = [
  homePage,
  signInRoutes,
  welcomePage,
  invitationPage,
  streamsPage,
  streamPage,
  personaPage,
  followRoutes,
  searchPage,
  notificationsPage,
  youPage,
  appRoutes,
  authorizePage,
  avatarRoutes,
  aboutPage,
  dashboardPage,
  peersPage,
  physiciansPage,
  reportsPage,
  askRoutes,
  askPreviewRoutes,
  checkTextsRoutes,
  casePageRoutes,
  caseFormRoutes,
  replyRoutes,
  postPageRoutes,
  postFormRoutes,
  postActionRoutes,
  mediaRoutes,
  uploadRoutes,
  liveRoutes,
  assetRoutes,
];

/** An opinion with everything said at length, percent-encoded, is less. */
const MAX_FORM_BYTES = 1024 * 1024;

/** The pages for people. Forms are taken from this origin's own pages only (Origin and Sec-Fetch-Site headers). */
export function createWeb(services: WebServices): WebApp {
  const { instance } = services;
  const app: WebApp = new Hono<WebEnv>();
  const session = sessionCookie(instance.config.origin);
  const limit = formLimit(MAX_FORM_BYTES, "This is more than a form can hold.");
  app.use(csrf({ origin: instance.config.origin }));
  app.use(async (c, next) => {
    await next();
    // An app opens these in a window of its own and waits there for the answer.
    if (/^\/(?:oauth\/authorize|sign-in|welcome)(?:\/|$)/u.test(c.req.path)) {
      c.header("cross-origin-opener-policy", "unsafe-none");
    }
  });
  // The form that asks brings photographs, and has a limit of its own.
  app.use((c, next) => (/^\/ask(\/|$)/u.test(c.req.path) ? next() : limit(c, next)));
  app.use(async (c, next) => {
    const token = session.get(c);
    c.set("member", token === undefined ? undefined : await findMember(instance, token));
    if (mustPickPseudonym(c)) {
      const { pathname, search } = new URL(c.req.url);
      return c.redirect(`/welcome?return-to=${encodeURIComponent(pathname + search)}`, 303);
    }
    await next();
  });
  for (const add of pages) add(app, services);
  app.all("*", () => {
    throw notFound("page");
  });
  app.onError((error, c) => answerRefusal(services, c, error));
  return app;
}

/** A verified physician without a persona can do nothing else here: whatever page they open is that one. */
function mustPickPseudonym(c: WebContext): boolean {
  const member = c.get("member");
  if (c.req.method !== "GET" || member?.verified?.profession !== "physician") return false;
  return (
    member.persona === undefined && c.req.path !== "/welcome" && !c.req.path.startsWith(`${ASSETS_PATH}/`)
  );
}
