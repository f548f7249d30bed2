import { type ListId, newId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { forbidden, invalid } from "#domain/refusal.ts";
import { foldSpace, hidesCharacters } from "#domain/text.ts";
import { listLists, type ListRow, upsertList } from "#store/lists.ts";
import type { Instance } from "#instance";

const MAX_LISTS = 50;
const MAX_TITLE_CHARACTERS = 100;

/**
 * Makes a list of a persona's, or changes one.
 *
 * @param before the list that is changed; a new one where absent
 * @throws Refusal invalid; forbidden beyond fifty lists
 */
export async function saveList(
  instance: Instance,
  { persona }: Person,
  wanted: Partial<Pick<ListRow, "title" | "repliesPolicy" | "exclusive">>,
  before?: ListRow,
): Promise<ListRow> {
  const title = foldSpace(wanted.title ?? before?.title ?? "");
  if (title === "" || title.length > MAX_TITLE_CHARACTERS || hidesCharacters(title)) {
    throw invalid("title", `Give the list a title of 1 to ${MAX_TITLE_CHARACTERS} characters.`);
  }
  if (before === undefined && (await listLists(instance.db, persona.actorId)).length >= MAX_LISTS) {
    throw forbidden(`You have ${MAX_LISTS} lists already: take one away first.`);
  }
  const row = {
    id: before?.id ?? newId<ListId>(),
    ownerId: persona.actorId,
    title,
    repliesPolicy: wanted.repliesPolicy ?? before?.repliesPolicy ?? "list",
    exclusive: wanted.exclusive ?? before?.exclusive ?? false,
  };
  await upsertList(instance.db, row);
  return row;
}
