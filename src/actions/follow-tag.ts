import { specialtyOfTag } from "#domain/hashtag.ts";
import type { Physician } from "#domain/member.ts";
import { invalid } from "#domain/refusal.ts";
import { deleteFollowedTag, insertFollowedTag } from "#store/followed-tags.ts";
import type { Instance } from "#instance";
import { followSpecialty } from "./follow-specialty.ts";
import { unfollowSpecialty } from "./unfollow-specialty.ts";

/**
 * Follows a hashtag. One that names a specialty follows its streams, here and at trusted institutions, so that its cases
 * come into the home timeline; any other is remembered only.
 *
 * @param name without the #
 * @throws Refusal invalid for what is no hashtag
 */
export async function followTag(instance: Instance, physician: Physician, name: string): Promise<void> {
  const tag = readTag(name);
  const specialty = specialtyOfTag(tag);
  if (specialty !== undefined) await followSpecialty(instance, physician, specialty.slug);
  await insertFollowedTag(instance.db, {
    ownerId: physician.persona.actorId,
    name: tag,
    createdAt: instance.clock(),
  });
}

/** Ends that. */
export async function unfollowTag(instance: Instance, physician: Physician, name: string): Promise<void> {
  const tag = readTag(name);
  const specialty = specialtyOfTag(tag);
  if (specialty !== undefined) await unfollowSpecialty(instance, physician, specialty.slug);
  await deleteFollowedTag(instance.db, physician.persona.actorId, tag);
}

function readTag(name: string): string {
  const tag = name.normalize("NFC").toLowerCase();
  if (!/^[\p{L}\p{N}\p{M}_]{1,100}$/u.test(tag)) {
    throw invalid("name", "A hashtag holds letters, digits and underscores only.");
  }
  return tag;
}
