import { paragraphs } from "#domain/plain-text.ts";
import type { Person } from "#domain/reader.ts";
import { invalid } from "#domain/refusal.ts";
import { cleanProse } from "#domain/text.ts";
import { updateSummary } from "#store/actors.ts";
import type { Instance } from "#instance";

const MAX_NOTE_CHARACTERS = 500;

/**
 * Changes what a persona's profile says. The pseudonym stays: colleagues know each other by it, and the handle is made of it.
 *
 * @param changes what is to be different; a name is taken where it is the one that there is
 * @throws Refusal invalid
 */
export async function updateProfile(
  instance: Instance,
  { persona }: Person,
  changes: { readonly name?: string | undefined; readonly note?: string | undefined },
): Promise<void> {
  if (changes.name !== undefined && changes.name.trim() !== persona.pseudonym) {
    throw invalid("display_name", "A pseudonym cannot be changed: colleagues know you by it.");
  }
  if (changes.note === undefined) return;
  const note = cleanProse(changes.note);
  if (note.length > MAX_NOTE_CHARACTERS) {
    throw invalid("note", `Say it in at most ${MAX_NOTE_CHARACTERS} characters; these are ${note.length}.`);
  }
  await updateSummary(instance.db, persona.actorId, note === "" ? "" : paragraphs(note));
}
