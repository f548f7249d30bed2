import type { Hono } from "hono";
import { routes as apiRoutes } from "#api/routes/routes.ts";
import { FEDIFY_PATHS } from "#federation/federation.ts";
import { type WhoMay, whoMay } from "./who-may.ts";

/** Something that can be asked for. */
export interface Route {
  /** ALL where every method is answered. */
  readonly method: string;
  /** With parameters as `:name`, and with the pattern that one has to match in braces. */
  readonly path: string;
  readonly whoMay: WhoMay;
}

/** Endpoints of the API that ask for no token; what they show depends on the one that is sent. */
const openToAll: ReadonlySet<string> = new Set(
  apiRoutes.filter(({ access }) => access === "anyone").map(({ method, path }) => `${method} ${path}`),
);

/** Lists what is registered, each once, in the order in which it is tried; what looks at every request is left out. */
export function listRoutes(root: Pick<Hono, "routes">): Route[] {
  const fedify = FEDIFY_PATHS.map((path) => ({ method: "GET", path }));
  const all = [...root.routes, ...fedify].filter(
    ({ method, path }) => method !== "ALL" || !path.endsWith("*"),
  );
  const each = new Map(all.map(({ method, path }) => [`${method} ${path}`, { method, path }]));
  return [...each.values()].map(({ method, path }) => ({
    method,
    path,
    whoMay: openToAll.has(`${method} ${path}`) ? "anybody" : whoMay(method, path),
  }));
}
