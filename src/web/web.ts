import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { findMember } from "#actions/find-member.ts";
import { MAX_IMAGE_BYTES, MAX_IMAGES } from "#domain/image.ts";
import { notFound, tooLarge } from "#domain/refusal.ts";
import { ASSETS_PATH } from "#ui/assets.ts";
import { aboutPage } from "./about.ts";
import { sessionCookie } from "./cookies.ts";
import { answerRefusal } from "./refusals.ts";
import { askPreviewRoutes } from "./ask-preview.ts";
import { askRoutes } from "./ask.ts";
import { assetRoutes } from "./assets.ts";
import { caseFormRoutes } from "./case-forms.ts";
import { casePageRoutes } from "./case-page.ts";
import { dashboardPage } from "./manage/dashboard.ts";
import { followRoutes } from "./follow.ts";
import { homePage } from "./home.ts";
import { invitationPage } from "./invitation.ts";
import { liveRoutes } from "./live.ts";
import { mediaRoutes } from "./media.ts";
import { notificationsPage } from "./notifications.ts";
import { peersPage } from "./manage/peers.ts";
import { personaPage } from "./persona.ts";
import { physiciansPage } from "./manage/physicians.ts";
import { replyRoutes } from "./replies.ts";
import { searchPage } from "./search.ts";
import type { WebApp, WebContext, WebEnv, WebServices } from "./services.ts";
import { signInRoutes } from "./sign-in.ts";
import { streamPage } from "./stream.ts";
import { streamsPage } from "./streams.ts";
import { welcomePage } from "./welcome.ts";
import { youPage } from "./you.ts";

/** Every page, each in the file that has its name. */
const pages: readonly ((app: WebApp, services: WebServices) => void)[] = [
  signInRoutes,
  askRoutes,
  askPreviewRoutes,
  casePageRoutes,
  caseFormRoutes,
  replyRoutes,
  mediaRoutes,
  liveRoutes,
  assetRoutes,
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
  aboutPage,
  dashboardPage,
  peersPage,
  physiciansPage,
];

const MEGABYTE = 1024 * 1024;
/** An opinion with everything said at length, percent-encoded, is less; a case comes with its photographs. */
const MAX_FORM_BYTES = MEGABYTE;
const MAX_ASK_BYTES = MAX_IMAGES * MAX_IMAGE_BYTES + MEGABYTE;

/** The pages for people. Forms are taken from this origin's own pages only (Origin and Sec-Fetch-Site headers). */
export function createWeb(services: WebServices): WebApp {
  const { instance } = services;
  const app: WebApp = new Hono<WebEnv>();
  const session = sessionCookie(instance.config.origin);
  app.use(csrf({ origin: instance.config.origin }));
  app.use("/ask/*", limitBody(MAX_ASK_BYTES));
  app.use((c, next) => (/^\/ask(\/|$)/u.test(c.req.path) ? next() : limitForm(c, next)));
  app.use(async (c, next) => {
    const token = session.get(c);
    c.set("member", token === undefined ? undefined : await findMember(instance, token));
    if (mustPickPseudonym(c)) {
      return c.redirect(`/welcome?return-to=${encodeURIComponent(c.req.path)}`, 303);
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

const limitBody = (maxSize: number): MiddlewareHandler =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw tooLarge("", "This is more than the form may hold.");
    },
  });
const limitForm = limitBody(MAX_FORM_BYTES);

/** A verified physician without a persona can do nothing else here: whatever page they open is that one. */
function mustPickPseudonym(c: WebContext): boolean {
  const member = c.get("member");
  if (c.req.method !== "GET" || member?.verified?.profession !== "physician") return false;
  return (
    member.persona === undefined && c.req.path !== "/welcome" && !c.req.path.startsWith(`${ASSETS_PATH}/`)
  );
}
