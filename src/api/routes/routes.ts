import { oauthRoutes } from "../oauth/routes.ts";
import type { Route } from "../route.ts";
import { accountReadRoutes } from "./accounts-read.ts";
import { accountWriteRoutes } from "./accounts-write.ts";
import { collectionRoutes } from "./collections.ts";
import { conversationRoutes } from "./conversations.ts";
import { emptyRoutes } from "./empty.ts";
import { filterRoutes } from "./filters.ts";
import { filterV1Routes } from "./filters-v1.ts";
import { instanceRoutes } from "./instance.ts";
import { listRoutes } from "./lists.ts";
import { meRoutes } from "./me.ts";
import { mediaRoutes } from "./media.ts";
import { notificationRoutes } from "./notifications.ts";
import { searchRoutes } from "./search.ts";
import { statusReadRoutes } from "./statuses-read.ts";
import { statusWriteRoutes } from "./statuses-write.ts";
import { timelineRoutes } from "./timelines.ts";

/** How many parts of a path can be anything. */
const placesIn = (path: string): number => path.split(":").length;

/** Every endpoint of the client API. Of two paths that fit a request the one that says more of it comes first. */
export const routes: readonly Route[] = [
  ...oauthRoutes,
  ...instanceRoutes,
  ...meRoutes,
  ...accountReadRoutes,
  ...accountWriteRoutes,
  ...timelineRoutes,
  ...statusReadRoutes,
  ...statusWriteRoutes,
  ...mediaRoutes,
  ...notificationRoutes,
  ...listRoutes,
  ...filterRoutes,
  ...filterV1Routes,
  ...collectionRoutes,
  ...conversationRoutes,
  ...searchRoutes,
  ...emptyRoutes,
].sort((one, other) => placesIn(one.path) - placesIn(other.path));
