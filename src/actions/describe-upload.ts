import type { UploadId } from "#domain/ids.ts";
import { MAX_ALT_CHARACTERS } from "#domain/image.ts";
import type { Person } from "#domain/reader.ts";
import { invalid, notFound } from "#domain/refusal.ts";
import { findUpload, updateUpload, type UploadRow } from "#store/uploads.ts";
import type { Instance } from "#instance";

/** Gives a picture that waits for its case other words. @throws Refusal not-found; invalid */
export async function describeUpload(
  instance: Instance,
  person: Person,
  id: UploadId,
  alt: string,
): Promise<UploadRow> {
  if (alt.length > MAX_ALT_CHARACTERS) {
    throw invalid("description", `Describe the picture in at most ${MAX_ALT_CHARACTERS} characters.`);
  }
  const row = await findUpload(instance.db, person.accountId, id);
  if (row === undefined) throw notFound("picture");
  await updateUpload(instance.db, id, { alt: alt.trim() });
  return { ...row, alt: alt.trim() };
}
