import type { ActorId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { invalid, notFound } from "#domain/refusal.ts";
import { findActor } from "#store/actors.ts";
import { upsertNote } from "#store/relations.ts";
import type { Instance } from "#instance";

const MAX_NOTE_CHARACTERS = 2000;

/** Keeps a remark about somebody that only its author reads. @throws Refusal not-found; invalid where it is too long */
export async function noteAccount(
  instance: Instance,
  { persona }: Person,
  targetId: ActorId,
  note: string,
): Promise<void> {
  if (note.length > MAX_NOTE_CHARACTERS) {
    throw invalid("comment", `A note has at most ${MAX_NOTE_CHARACTERS} characters.`);
  }
  if ((await findActor(instance.db, targetId)) === undefined) throw notFound("account");
  await upsertNote(instance.db, { ownerId: persona.actorId, targetId, note, createdAt: instance.clock() });
}
