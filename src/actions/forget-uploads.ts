import type { UploadId } from "#domain/ids.ts";
import type { Person } from "#domain/reader.ts";
import { takeOldUploads, takeUploads, type UploadRow } from "#store/uploads.ts";
import type { Instance } from "#instance";

const KEPT_HOURS = 24;

/** Throws pictures away that an app sent ahead; those that are gone already are no error. */
export const forgetUploads = async (
  instance: Instance,
  person: Person,
  ids: readonly UploadId[],
): Promise<void> => forget(instance, await takeUploads(instance.db, person.accountId, ids));

/** Throws away what no case has taken within a day. */
export const expireUploads = async (instance: Instance): Promise<void> =>
  forget(
    instance,
    await takeOldUploads(instance.db, new Date(instance.clock().getTime() - KEPT_HOURS * 3_600_000)),
  );

async function forget(instance: Instance, rows: readonly UploadRow[]): Promise<void> {
  for (const { imageId } of rows) await instance.drafts.forget(imageId);
}
