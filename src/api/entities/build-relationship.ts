import type { z } from "zod";
import type { Relationship } from "#store/relations.ts";
import type { relationship } from "./account.ts";

export const buildRelationship = (relation: Relationship): z.infer<typeof relationship> => ({
  id: relation.id,
  following: relation.following === "accepted",
  showing_reblogs: relation.following === "accepted" && relation.boosts,
  notifying: relation.following === "accepted" && relation.notify,
  languages: null,
  followed_by: relation.followedBy,
  blocking: relation.blocking,
  blocked_by: relation.blockedBy,
  muting: relation.muting,
  muting_notifications: relation.mutingNotifications,
  muting_expires_at: relation.muteExpiresAt?.toISOString() ?? null,
  requested: relation.following === "pending",
  requested_by: false,
  domain_blocking: relation.domainBlocking,
  endorsed: false,
  note: relation.note,
});
