import { z } from "zod";
import { forbidden, notFound } from "#domain/refusal.ts";
import type { Scope } from "#domain/scopes.ts";
import { account, featuredTag, suggestion } from "../entities/account.ts";
import { emptyList, emptyObject } from "../entities/shapes.ts";
import { poll, status, tag } from "../entities/status.ts";
import { pageInput } from "../paging.ts";
import { type Access, type Route, route } from "../route.ts";

/** What there is nothing of here: the right empty shape, so that no app stumbles. */
export const emptyRoutes: readonly Route[] = [
  nothing("GET /api/v1/announcements", "No announcements are made here", "person", undefined, emptyList),
  nothing("GET /api/v1/trends", "Nothing trends here", "anyone", undefined, z.array(tag)),
  nothing("GET /api/v1/trends/tags", "Nothing trends here", "anyone", undefined, z.array(tag)),
  nothing("GET /api/v1/trends/statuses", "Nothing trends here", "anyone", undefined, z.array(status)),
  nothing("GET /api/v1/trends/links", "Nothing trends here", "anyone", undefined, emptyList),
  nothing("GET /api/v1/suggestions", "Nobody is suggested here", "person", "read:accounts", z.array(account)),
  nothing(
    "GET /api/v2/suggestions",
    "Nobody is suggested here",
    "person",
    "read:accounts",
    z.array(suggestion),
  ),
  nothing("GET /api/v1/directory", "Personas are not listed here", "anyone", undefined, z.array(account)),
  nothing("GET /api/v1/endorsements", "Nobody is featured here", "person", "read:accounts", z.array(account)),
  nothing(
    "GET /api/v1/featured_tags",
    "No hashtags are featured here",
    "person",
    "read:accounts",
    z.array(featuredTag),
  ),
  nothing(
    "GET /api/v1/featured_tags/suggestions",
    "No hashtags are featured here",
    "person",
    "read:accounts",
    z.array(tag),
  ),
  nothing(
    "GET /api/v1/follow_requests",
    "Every follow is accepted at once",
    "person",
    "read:follows",
    z.array(account),
  ),
  nothing(
    "GET /api/v1/scheduled_statuses",
    "Nothing is posted later here",
    "person",
    "read:statuses",
    emptyList,
  ),
  ...["authorize", "reject"].map((verb) =>
    route(`POST /api/v1/follow_requests/:id/${verb}`, {
      summary: "Every follow is accepted at once: there is no request",
      access: "person",
      scope: "write:follows",
      entity: emptyObject,
      answer: () => {
        throw notFound("follow request");
      },
    }),
  ),
  route("DELETE /api/v1/suggestions/:id", {
    summary: "Nobody is suggested here",
    access: "person",
    scope: "read:accounts",
    entity: emptyObject,
    answer: () => ({}),
  }),
  route("GET /api/v1/polls/:id", {
    summary: "There are no polls here: colleagues rank diagnoses",
    access: "anyone",
    scope: "read:statuses",
    entity: poll,
    answer: () => {
      throw notFound("poll");
    },
  }),
  route("POST /api/v1/polls/:id/votes", {
    summary: "There are no polls here: colleagues rank diagnoses",
    access: "person",
    scope: "write:statuses",
    entity: poll,
    answer: () => {
      throw notFound("poll");
    },
  }),
  ...(["GET", "PUT", "DELETE"] as const).map((method) =>
    route(`${method} /api/v1/scheduled_statuses/:id`, {
      summary: "Nothing is posted later here",
      access: "person",
      scope: method === "GET" ? "read:statuses" : "write:statuses",
      entity: emptyObject,
      answer: () => {
        throw notFound("scheduled status");
      },
    }),
  ),
  route("POST /api/v1/accounts", {
    summary: "Nobody registers here: institutions verify their own physicians",
    access: "app",
    scope: "write:accounts",
    entity: emptyObject,
    answer: () => {
      throw forbidden("Nobody registers here: sign in with your hospital.");
    },
  }),
];

function nothing(
  address: `GET /${string}`,
  summary: string,
  access: Access,
  scope: Scope | undefined,
  entity: z.ZodArray,
): Route {
  return route(address, {
    summary,
    access,
    ...(scope !== undefined && { scope }),
    input: z.object(pageInput(20, 80)),
    entity,
    answer: () => [],
  });
}
