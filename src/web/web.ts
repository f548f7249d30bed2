import { Hono } from "hono";
import { csrf } from "hono/csrf";
import { findMember } from "#actions/find-member.ts";
import { sessionCookie } from "./cookies.ts";
import { askPreviewRoutes } from "./ask-preview.ts";
import { askRoutes } from "./ask.ts";
import { assetRoutes } from "./assets.ts";
import { caseFormRoutes } from "./case-forms.ts";
import { casePageRoutes } from "./case-page.ts";
import { liveRoutes } from "./live.ts";
import { mediaRoutes } from "./media.ts";
import { answerRefusal } from "./refusals.ts";
import { replyRoutes } from "./replies.ts";
import type { WebApp, WebEnv, WebServices } from "./services.ts";
import { signInRoutes } from "./sign-in.ts";

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
];

/** The pages for people. Forms are taken from this origin's own pages only (Origin and Sec-Fetch-Site headers). */
export function createWeb(services: WebServices): WebApp {
  const { instance } = services;
  const app: WebApp = new Hono<WebEnv>();
  const session = sessionCookie(instance.config.origin);
  app.use(csrf({ origin: instance.config.origin }));
  app.use(async (c, next) => {
    const token = session.get(c);
    c.set("member", token === undefined ? undefined : await findMember(instance, token));
    await next();
  });
  for (const add of pages) add(app, services);
  app.onError((error, c) => answerRefusal(services, c, error));
  return app;
}
