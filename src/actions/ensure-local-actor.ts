import { findActorByHandle, type ActorRow } from "#store/actors.ts";
import type { Instance } from "#instance";
import { insertLocalActor, newLocalActor } from "./make-local-actor.ts";

/** Finds an actor that belongs to the house itself, and makes it where it is missing; safe in several processes. */
export async function ensureLocalActor(
  instance: Instance,
  wanted: {
    readonly type: ActorRow["type"];
    readonly handle: string;
    readonly name: string;
    readonly summary?: string;
  },
): Promise<ActorRow> {
  const { host } = new URL(instance.config.origin);
  const known = await findActorByHandle(instance.db, wanted.handle, host);
  if (known !== undefined) return known;
  const actor = await newLocalActor(instance, wanted);
  await instance.db.transaction((tx) => insertLocalActor(tx, actor));
  const stored = await findActorByHandle(instance.db, wanted.handle, host);
  if (stored === undefined) throw new Error(`The actor ${wanted.handle} was stored and is not there`);
  return stored;
}
