import { oauthRoutes } from "../oauth/routes.ts";
import type { Route } from "../route.ts";
import { instanceRoutes } from "./instance.ts";

/** Every endpoint of the client API. */
export const routes: readonly Route[] = [...oauthRoutes, ...instanceRoutes];
