import { Hono } from "hono";
import { findMember } from "#actions/find-member.ts";
import { isPhysician } from "#domain/attestation.ts";
import { notFound } from "#domain/refusal.ts";
import { ASSETS_PATH } from "#ui/assets.ts";
import { aboutPage } from "./about.ts";
import { appRoutes } from "./apps.ts";
import { applyPage } from "./apply.ts";
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
import { applicationsPage } from "./manage/applications.ts";
import { attestationsPage } from "./manage/attestations.ts";
import { auditPage } from "./manage/audit.ts";
import { dashboardPage } from "./manage/dashboard.ts";
import { openingsPage } from "./manage/openings.ts";
import { peersPage } from "./manage/peers.ts";
import { physiciansPage } from "./manage/physicians.ts";
import { reportsPage } from "./manage/reports.ts";
import { returnPath } from "./local-path.ts";
import { mediaRoutes } from "./media.ts";
import { notificationsPage } from "./notifications.ts";
import { ownFormsOnly } from "./own-forms-only.ts";
import { personaPage } from "./persona.ts";
import { answerRefusal } from "./refusals.ts";
import { pseudonymsPage } from "./pseudonyms.ts";
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
import { termRoutes } from "./terms.ts";
import { welcomePage } from "./welcome.ts";
import { youPage } from "./you.ts";

/** Every page, each in the file that has its name. */
const pages: readonly ((app: WebApp, services: WebServices) => void)[] = [
  homePage,
  signInRoutes,
  welcomePage,
  invitationPage,
  applyPage,
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
  pseudonymsPage,
  aboutPage,
  dashboardPage,
  peersPage,
  physiciansPage,
  reportsPage,
  applicationsPage,
  attestationsPage,
  auditPage,
  openingsPage,
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
  termRoutes,
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
  app.use(ownFormsOnly(instance.config.origin));
  app.use(async (c, next) => {
    await next();
    // An app opens these in a window of its own and waits there for the answer.
    if (/^\/(?:oauth\/authorize|sign-in|welcome)(?:\/|$)/u.test(c.req.path)) {
      c.header("cross-origin-opener-policy", "unsafe-none");
    }
  });
  // No name of anything holds a NUL, and the database takes none.
  app.use(async (c, next) => {
    if (/%00|\0/u.test(c.req.url)) throw notFound("page");
    await next();
  });
  // The forms that bring pictures have limits of their own.
  app.use((c, next) => (/^\/(ask|apply)(\/|$)/u.test(c.req.path) ? next() : limit(c, next)));
  app.use(async (c, next) => {
    const token = session.get(c);
    c.set("member", token === undefined ? undefined : await findMember(instance, token));
    if (mustPickPseudonym(c)) {
      return c.redirect(`/welcome?return-to=${encodeURIComponent(returnPath(c))}`, 303);
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

/** Where the choice is made, what every page is drawn with, and the way in as somebody else. */
const OPEN_TO_NEWCOMERS = new RegExp(`^(?:/welcome$|${ASSETS_PATH}/|/sign-in(?:/|$))`, "u");

/** A verified physician without a persona can do nothing else here: whatever page they open is that one. */
function mustPickPseudonym(c: WebContext): boolean {
  const { verified, persona } = c.get("member") ?? {};
  if (c.req.method !== "GET" || verified === undefined || !isPhysician(verified.profession)) return false;
  return persona === undefined && !OPEN_TO_NEWCOMERS.test(c.req.path);
}
