import { forbidden, notFound } from "#domain/refusal.ts";
import { trustOf } from "#store/peers.ts";
import { readCase } from "../remote/read-case.ts";
import { hostOf, type Note } from "../remote/wire.ts";
import type { Arrival, InboxContext } from "./arrival.ts";

/**
 * A case of another institution. It is taken where somebody here follows its author or its stream, or is addressed;
 * one that is for trusted institutions only, from a trusted one only.
 *
 * @throws Refusal where it is not taken
 */
export async function caseArrived(
  { instance, actors, hasLocalFollower, receiveCase }: InboxContext,
  { activity }: Arrival,
  note: Note,
): Promise<void> {
  const { authorUri, streamUri, ...facts } = readCase(note, instance.clock());
  const host = hostOf(authorUri) ?? "";
  if (facts.audience !== "public" && (await trustOf(instance.db, host)) !== "trusted") {
    throw forbidden(`${host} is not trusted here and sends a case that is for trusted institutions.`);
  }
  const author = await actors.exact(authorUri);
  const stream = streamUri === undefined ? undefined : await actors.known(streamUri);
  const followees = stream === undefined ? [author.id] : [author.id, stream.id];
  const own = `${instance.config.origin}/actors/`;
  const isForSomebodyHere = [...note.to, ...note.cc].some((recipient) => recipient.startsWith(own));
  const isFollowed = async (): Promise<boolean> =>
    (await Promise.all(followees.map(hasLocalFollower))).includes(true);
  if (!isForSomebodyHere && !(await isFollowed()))
    throw forbidden("Nobody here follows its author or its stream, and it is not addressed to anybody here.");
  const incoming = { ...facts, author: author.id, stream: stream?.id };
  if ((await receiveCase({ incoming, activityUri: activity.id })) === undefined) throw notFound("case");
}
