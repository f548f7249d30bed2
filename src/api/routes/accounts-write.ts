import { z } from "zod";
import { blockAccount } from "#actions/block-account.ts";
import { chooseFollowOptions } from "#actions/choose-follow-options.ts";
import { follow } from "#actions/follow.ts";
import { muteAccount } from "#actions/mute-account.ts";
import { noteAccount } from "#actions/note-account.ts";
import { removeFollower } from "#actions/remove-follower.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import { unblockAccount } from "#actions/unblock-account.ts";
import { unfollow } from "#actions/unfollow.ts";
import { unmuteAccount } from "#actions/unmute-account.ts";
import type { ActorId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { notFound } from "#domain/refusal.ts";
import type { Scope } from "#domain/scopes.ts";
import { loadRelationships } from "#store/relations.ts";
import type { Instance } from "#instance";
import { relationship } from "../entities/account.ts";
import { buildRelationship } from "../entities/build-relationship.ts";
import { accountRow } from "../find-account.ts";
import { flag, text, whole } from "../input.ts";
import { type Route, route } from "../route.ts";

/** What a person does to an account; each answers with how the two stand to each other now. */
export const accountWriteRoutes: readonly Route[] = [
  relate("follow", {
    summary: "Follow an account or a stream, or say what of it is wanted",
    scope: "write:follows",
    input: z.object({ reblogs: flag, notify: flag, languages: z.unknown().optional() }),
    async act(instance, person, id, input) {
      await follow(instance, requirePhysician(person), id);
      const [now] = await loadRelationships(instance.db, person.persona.actorId, [id]);
      const boosts = input.reblogs ?? now?.boosts ?? true;
      const notify = input.notify ?? now?.notify ?? false;
      await chooseFollowOptions(instance, person, id, { boosts, notify });
    },
  }),
  relate("unfollow", {
    summary: "Stop following an account, or take a request back",
    scope: "write:follows",
    act: (instance, person, id) => unfollow(instance, requirePhysician(person), id),
  }),
  relate("remove_from_followers", {
    summary: "Take an account out of the person's followers",
    scope: "write:follows",
    act: removeFollower,
  }),
  relate("block", {
    summary: "Block an account",
    scope: "write:blocks",
    act: (instance, person, id) => blockAccount(instance, requirePhysician(person), id),
  }),
  relate("unblock", { summary: "Unblock an account", scope: "write:blocks", act: unblockAccount }),
  relate("mute", {
    summary: "Mute an account, for good or for a while",
    scope: "write:mutes",
    input: z.object({ notifications: flag, duration: whole(0, 315_360_000) }),
    act: (instance, person, id, input) =>
      muteAccount(instance, person, id, {
        notifications: input.notifications ?? true,
        seconds: input.duration,
      }),
  }),
  relate("unmute", { summary: "Unmute an account", scope: "write:mutes", act: unmuteAccount }),
  relate("note", {
    summary: "Keep a private remark about an account",
    scope: "write:accounts",
    input: z.object({ comment: text(100_000).default("") }),
    act: (instance, person, id, input) => noteAccount(instance, person, id, input.comment),
  }),
  ...["pin", "unpin", "endorse", "unendorse"].map((verb) =>
    relate(verb, {
      summary: "Nobody is featured on profiles here: nothing changes",
      scope: "write:accounts",
      act: () => Promise.resolve(),
    }),
  ),
];

function relate<Input extends z.ZodObject>(
  verb: string,
  spec: {
    readonly summary: string;
    readonly scope: Scope;
    readonly input?: Input;
    readonly act: (instance: Instance, person: Person, id: ActorId, input: z.output<Input>) => Promise<void>;
  },
): Route {
  return route(`POST /api/v1/accounts/:id/${verb}`, {
    summary: spec.summary,
    access: "person",
    scope: spec.scope,
    ...(spec.input !== undefined && { input: spec.input }),
    entity: relationship,
    answer: async ({ instance, person, path, input }) => {
      const { id } = await accountRow(instance, path["id"]);
      await spec.act(instance, person, id, input);
      const [relation] = await loadRelationships(instance.db, person.persona.actorId, [id]);
      if (relation === undefined) throw notFound("account");
      return buildRelationship(relation);
    },
  });
}
