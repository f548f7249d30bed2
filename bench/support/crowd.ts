import { z } from "zod";
import type { LoadReport } from "./crowd/load.ts";
import { startProgram } from "./program.ts";

/** The other servers and their actors, in a process of their own. */
export interface Crowd {
  readonly pid: number;
  readonly origins: readonly string[];
  readonly senders: readonly {
    readonly uri: string;
    readonly keyId: string;
    readonly publicKeyPem: string;
  }[];
  /** Signs the next batch of Creates, each of another case; the senders take turns. */
  prepare(inbox: string, count: number): Promise<void>;
  /** Posts the batch to a port. The same batch may go to several. @throws Error where an answer is not 202 */
  post(port: number, connections: number): Promise<LoadReport>;
  /** Asks a port for the same document many times. @throws Error where an answer is not 200 */
  get(port: number, options: GetOptions): Promise<LoadReport>;
  /** What came to the inboxes of these servers since the count began. */
  arrivals(): Promise<{ readonly count: number; readonly lastAt: number }>;
  /** Begins the count anew. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

export interface GetOptions {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly count: number;
  readonly connections: number;
}

const opened = z.object({
  origins: z.array(z.string()),
  senders: z.array(z.object({ uri: z.string(), keyId: z.string(), publicKeyPem: z.string() })),
});
const report = z.object({
  seconds: z.number(),
  statuses: z.record(z.string(), z.number()),
  p50Ms: z.number(),
  p95Ms: z.number(),
  p99Ms: z.number(),
});
const arrivals = z.object({ count: z.number(), lastAt: z.number() });
const anything = z.unknown();

/** @param size how many servers there are, and how many actors over all of them who send */
export async function openCrowd(size: {
  readonly servers: number;
  readonly senders: number;
}): Promise<Crowd> {
  const program = startProgram("programs/crowd.ts");
  const { origins, senders } = await program.call("open", size, opened);
  return {
    pid: program.pid,
    origins,
    senders,
    async prepare(inbox, count) {
      await program.call("prepare", { inbox, count }, anything);
    },
    async post(port, connections) {
      return only("202", await program.call("post", { port, connections }, report));
    },
    async get(port, options) {
      return only("200", await program.call("get", { port, ...options }, report));
    },
    arrivals: () => program.call("arrivals", {}, arrivals),
    async forget() {
      await program.call("forget", {}, anything);
    },
    stop: () => program.stop(),
  };
}

function only(status: string, answered: LoadReport): LoadReport {
  const others = Object.keys(answered.statuses).filter((one) => one !== status);
  if (others.length > 0) throw new Error(`Not all were answered with ${status}: ${JSON.stringify(answered)}`);
  return answered;
}
