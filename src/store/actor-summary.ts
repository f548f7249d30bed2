import { actors } from "./schema/index.ts";

/** What a page says of an actor: who stands behind an object. */
export const actorSummary = {
  id: actors.id,
  uri: actors.uri,
  type: actors.type,
  handle: actors.username,
  host: actors.host,
  name: actors.name,
  local: actors.local,
  url: actors.url,
  verified: actors.verified,
};

export type ActorSummary = {
  readonly [Column in keyof typeof actorSummary]: (typeof actors.$inferSelect)[Column extends "handle"
    ? "username"
    : Column];
};
