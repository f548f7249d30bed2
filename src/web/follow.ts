import { html } from "hono/html";
import { follow } from "#actions/follow.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import { unfollow } from "#actions/unfollow.ts";
import { type ActorId, parseId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import { followState } from "#store/follows.ts";
import type { Html } from "#ui/html.ts";
import { doneAt } from "./done.ts";
import { formText, readForm } from "./form.ts";
import { localPath, returnPath } from "./local-path.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { physicianOf } from "./viewer.ts";

/** Following and unfollowing an actor that is known here. */
export function followRoutes(app: WebApp, { instance }: WebServices): void {
  app.post("/follow", async (c) => {
    const physician = requirePhysician(c.get("member"));
    const { actorId, returnTo } = await readFollow(c);
    await follow(instance, physician, actorId);
    const state = await followState(instance.db, physician.persona.actorId, actorId);
    return c.redirect(doneAt(returnTo, state === "pending" ? "requested" : "followed"), 303);
  });

  app.post("/unfollow", async (c) => {
    const physician = requirePhysician(c.get("member"));
    const { actorId, returnTo } = await readFollow(c);
    await unfollow(instance, physician, actorId);
    return c.redirect(doneAt(returnTo, "unfollowed"), 303);
  });
}

async function readFollow(c: WebContext): Promise<{ actorId: ActorId; returnTo: string }> {
  const form = await readForm(c);
  const actorId = parseId<ActorId>(formText(form, "actor"));
  if (actorId === undefined) throw notFound("persona or stream");
  return { actorId, returnTo: localPath(formText(form, "return-to")) };
}

/** The button that follows, or ends the follow; nothing for who cannot follow, or at the reader's own persona. */
export async function followButton(
  { instance }: WebServices,
  c: WebContext,
  actorId: ActorId,
): Promise<Html | ""> {
  const me = physicianOf(c)?.persona.actorId;
  if (me === undefined || me === actorId) return "";
  return followForm(actorId, await followState(instance.db, me, actorId), returnPath(c));
}

/** The same for an actor whose state is known already. */
export const followForm = (
  actorId: ActorId,
  state: "accepted" | "pending" | undefined,
  returnTo: string,
): Html =>
  html`<form method="post" action="${state === undefined ? "/follow" : "/unfollow"}">
    <input type="hidden" name="actor" value="${actorId}" />
    <input type="hidden" name="return-to" value="${returnTo}" />
    <button class="button${state === undefined ? "" : " quiet"}">${FOLLOW_WORDS[state ?? "none"]}</button>
  </form>`;

const FOLLOW_WORDS = {
  none: "Follow",
  pending: "Requested · withdraw",
  accepted: "Following · stop",
} as const;
