import { Refusal } from "#domain/refusal.ts";
import { type AwaitedStream, forgetFollowed, takeAwaited } from "#store/awaited-streams.ts";
import type { Instance } from "#instance";
import { follow } from "./follow.ts";

/** Streams asked at one time, so that a federation that is down as a whole does not hold the clock up. */
const MAX_AT_ONCE = 50;

/**
 * Completes what followSpecialty could not: asks the streams of trusted institutions that did not answer then, or were
 * not trusted yet. One that does not answer now either is asked again, later each time.
 */
export async function followAwaitedStreams(instance: Instance): Promise<void> {
  const streams = await takeAwaited(instance.db, instance.clock(), MAX_AT_ONCE);
  await Promise.all(streams.map((stream) => followOne(instance, stream)));
}

async function followOne(instance: Instance, stream: AwaitedStream): Promise<void> {
  const found = instance.remote.findActor(`@${stream.specialty}@${stream.host}`);
  const followeeId = await unlessRefused(instance, stream, found);
  if (followeeId === undefined) return;
  for (const persona of stream.followers) {
    const following = follow(instance, { persona }, followeeId).then(() => true);
    const isFollowed = await unlessRefused(instance, stream, following);
    if (isFollowed === true) await forgetFollowed(instance.db, persona.actorId, stream);
  }
}

/** What the work comes to; `undefined`, with a line in the log, where it is refused: the next try is set already. */
async function unlessRefused<Result>(
  instance: Instance,
  { specialty, host }: AwaitedStream,
  work: Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const why = error.message;
    instance.log.info("The stream {specialty} of {host} could not be followed: {why}", {
      specialty,
      host,
      why,
    });
    return undefined;
  }
}
