import { ensureStream } from "#actions/ensure-stream.ts";
import { type ActorId, parseId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";
import { specialtyOf } from "#domain/specialty.ts";
import { type ActorRow, findActor, findActorByHandle } from "#store/actors.ts";
import type { Instance } from "#instance";

/** Reads an account's id in an address. @throws Refusal not-found where it is none */
export function accountIdOf(text: string | undefined): ActorId {
  const id = parseId<ActorId>(text ?? "");
  if (id === undefined) throw notFound("account");
  return id;
}

/** @throws Refusal not-found */
export async function accountRow(instance: Instance, text: string | undefined): Promise<ActorRow> {
  const row = await findActor(instance.db, accountIdOf(text));
  if (row === undefined) throw notFound("account");
  return row;
}

/**
 * Finds who is known here by `name` or `name@host`. The stream of a specialty is made when somebody first looks for it.
 *
 * @throws Refusal not-found
 */
export async function accountOfHandle(
  instance: Instance,
  acct: string,
  mayMakeStream: boolean,
): Promise<ActorId> {
  const own = new URL(instance.config.origin).host;
  const [name = "", host = own, ...rest] = acct.replace(/^@/u, "").split("@");
  if (rest.length > 0) throw notFound("account");
  const isOwn = host.toLowerCase() === own;
  const known = await findActorByHandle(
    instance.db,
    isOwn ? name.toLowerCase() : name,
    isOwn ? own : host.toLowerCase(),
  );
  if (known !== undefined) return known.id;
  if (isOwn && mayMakeStream && specialtyOf(name.toLowerCase()) !== undefined) {
    return ensureStream(instance, name.toLowerCase());
  }
  throw notFound("account");
}
