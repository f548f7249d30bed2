import type { ActorId } from "#domain/ids.ts";
import type { Likeable } from "#domain/likeable.ts";
import { notFound, Refusal } from "#domain/refusal.ts";
import { findActorByHandle, findActorByUri } from "#store/actors.ts";
import { findLikeTargetByUri } from "#store/likes.ts";
import type { Instance } from "#instance";

/** What is at an address of the fediverse. */
export type LookedUp = Likeable | { readonly kind: "actor"; readonly id: ActorId };

/** `@name@host` or an address, as {@link lookUpAddress} takes it; `undefined` for mere words. */
export function readFediverseAddress(text: string): string | undefined {
  const handle = /^@?([\w.-]+@[a-z0-9.-]+(?::\d{1,5})?)$/iu.exec(text)?.[1];
  if (handle !== undefined) return `@${handle}`;
  return /^https?:\/\/\S+$/u.test(text) && URL.canParse(text) ? new URL(text).href : undefined;
}

/**
 * Finds what is at an address, here first, then at its own server. Only that server can tell whether it is a case's, a
 * post's or an actor's.
 *
 * @param address as {@link readFediverseAddress} gives it
 * @throws Refusal not-found, or unavailable where the server does not answer
 */
export async function lookUpAddress(instance: Instance, address: string): Promise<LookedUp> {
  if (address.startsWith("@")) return { kind: "actor", id: await instance.remote.findActor(address) };
  const known = await findLikeTargetByUri(instance.db, address);
  if (known !== undefined) return known.object;
  const actor = await findActorByUri(instance.db, address);
  if (actor !== undefined) return { kind: "actor", id: actor.id };
  const { origin, host, pathname } = new URL(address);
  if (origin === instance.config.origin) {
    const own = await findActorByHandle(instance.db, pathname.replace(/^\/@/u, ""), host);
    if (own === undefined || !own.local) throw notFound("address");
    return { kind: "actor", id: own.id };
  }
  try {
    return await instance.remote.fetchObject(address);
  } catch (error) {
    const isNeither = error instanceof Refusal && (error.kind === "invalid" || error.kind === "not-found");
    if (!isNeither) throw error;
  }
  return { kind: "actor", id: await instance.remote.findActor(address) };
}
