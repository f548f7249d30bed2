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
  const { specialty, host, followers } = stream;
  const refused = (error: unknown): undefined => {
    if (!(error instanceof Refusal)) throw error;
    instance.log.info("The stream {specialty} of {host} could not be followed: {why}", {
      specialty,
      host,
      why: error.message,
    });
  };
  const followeeId = await instance.remote.findActor(`@${specialty}@${host}`).catch(refused);
  if (followeeId === undefined) return;
  for (const persona of followers) await follow(instance, { persona }, followeeId).catch(refused);
  await forgetFollowed(instance.db, stream);
}
