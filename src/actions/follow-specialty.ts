import type { Physician } from "#domain/member.ts";
import { notFound, Refusal } from "#domain/refusal.ts";
import { specialtyOf } from "#domain/specialty.ts";
import { awaitStreams } from "#store/awaited-streams.ts";
import { listPeers } from "#store/peers.ts";
import type { Instance } from "#instance";
import { ensureStream } from "./ensure-stream.ts";
import { follow } from "./follow.ts";

/** Which of the trusted institutions could not be asked, and why. They are asked again without anybody's doing. */
export interface SpecialtyFollowed {
  readonly missed: readonly { readonly host: string; readonly why: string }[];
}

/**
 * Follows a specialty: this institution's stream and that of every trusted peer, which then read as one timeline. Who is
 * trusted later, or does not answer now, is asked later (followAwaitedStreams).
 *
 * @throws Refusal not-found where there is no such specialty
 */
export async function followSpecialty(
  instance: Instance,
  physician: Physician,
  slug: string,
): Promise<SpecialtyFollowed> {
  if (specialtyOf(slug) === undefined) throw notFound("specialty");
  await follow(instance, physician, await ensureStream(instance, slug));
  const peers = await listPeers(instance.db);
  const trusted = peers.filter((peer) => peer.trust === "trusted");
  const results = await Promise.all(
    trusted.map(async ({ host }) => {
      try {
        await follow(instance, physician, await instance.remote.findActor(`@${slug}@${host}`));
        return undefined;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { host, why: error.message };
      }
    }),
  );
  const missed = results.filter((result) => result !== undefined);
  await awaitStreams(
    instance.db,
    physician.persona.actorId,
    slug,
    missed.map(({ host }) => host),
    instance.clock(),
  );
  return { missed };
}
