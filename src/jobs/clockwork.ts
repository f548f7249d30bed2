import { expireDrafts } from "#actions/expire-drafts.ts";
import { followAwaitedStreams } from "#actions/follow-awaited-streams.ts";
import { pressRecalls } from "#actions/press-recalls.ts";
import { expireUploads } from "#actions/forget-uploads.ts";
import { forgetApplications } from "#actions/forget-applications.ts";
import { recheckAttestations } from "#actions/recheck-attestations.ts";
import { renewAttestations } from "#actions/renew-attestations.ts";
import { rotateIssuerKeyInTime } from "#actions/rotate-issuer-key.ts";
import { trimHomes } from "#store/home.ts";
import { sweepExpired } from "#store/key-values.ts";
import { sweepKeys } from "#store/idempotency.ts";
import { sweepCodes } from "#store/oauth.ts";
import type { Instance } from "#instance";

interface Job {
  readonly name: string;
  readonly everyMinutes: number;
  readonly run: (instance: Instance) => Promise<void>;
}

/** Posts and boosts in one home timeline: more than anybody reads back. */
const POSTS_KEPT = 2000;

/** What the clock starts. Each may run in several processes at once and does its work once all the same. */
const jobs: readonly Job[] = [
  { name: "expire-drafts", everyMinutes: 15, run: expireDrafts },
  { name: "follow-awaited-streams", everyMinutes: 1, run: followAwaitedStreams },
  { name: "press-recalls", everyMinutes: 60, run: pressRecalls },
  { name: "renew-attestations", everyMinutes: 60, run: renewAttestations },
  { name: "forget-applications", everyMinutes: 60, run: forgetApplications },
  { name: "recheck-attestations", everyMinutes: 10, run: recheckAttestations },
  { name: "rotate-issuer-key", everyMinutes: 360, run: rotateIssuerKeyInTime },
  { name: "trim-homes", everyMinutes: 6 * 60, run: ({ db }) => trimHomes(db, POSTS_KEPT) },
  {
    name: "sweep-key-values",
    everyMinutes: 10,
    run: async ({ db }) => {
      await sweepExpired(db);
    },
  },
  { name: "expire-uploads", everyMinutes: 15, run: expireUploads },
  {
    name: "sweep-idempotency-keys",
    everyMinutes: 60,
    run: ({ db, clock }) => sweepKeys(db, new Date(clock().getTime() - 3_600_000)),
  },
  {
    name: "sweep-authorization-codes",
    everyMinutes: 60,
    run: ({ db, clock }) => sweepCodes(db, clock()),
  },
];

/**
 * Runs the jobs until it is stopped, each once at the start and then on its schedule. A job that fails is logged and
 * tried again at its next time.
 */
export function startClockwork(instance: Instance): { stop(): Promise<void> } {
  const running = new Set<Promise<void>>();
  const run = (job: Job): void => {
    const work = job
      .run(instance)
      .catch((error: unknown) => instance.log.error("The job {job} failed", { job: job.name, error }))
      .finally(() => running.delete(work));
    running.add(work);
  };
  const timers = jobs.map((job) => {
    run(job);
    return setInterval(() => run(job), job.everyMinutes * 60_000);
  });
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
}
