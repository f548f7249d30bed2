import { afterAll, beforeAll, expect, test } from "vitest";
import { absentId, fillIn, type Hidden, hideThings } from "#test/support/hidden-things.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { rawRequest } from "#test/support/raw-request.ts";
import { type RemoteActor, type RemoteServer, startRemoteServer } from "#test/support/remote-server.ts";

/** Pairs of requests in one look, after some that are not counted. */
const PAIRS = 100;
const WARM_UP = 20;
/** At most: a machine with other things to do may need more looks. */
const LOOKS = 12;
const LIMIT = 0.05;

let here: TestInstance;
let stranger: RemoteServer;
let owl: RemoteActor;
let hidden: Hidden;

beforeAll(async () => {
  stranger = await startRemoteServer("stranger");
  here = await startTestInstance({ name: "northfield", allowOrigins: [stranger.origin] });
  owl = await stranger.addActor("owl");
  const [author, colleague]: SignedIn[] = [await here.signIn(), await here.signIn()];
  if (author === undefined || colleague === undefined) throw new Error("Nobody is signed in");
  hidden = await hideThings(here, author, colleague, "network");
});
afterAll(() => Promise.all([here?.stop(), stranger?.stop()]));

const asVisitor = (path: string, accept: string): Promise<unknown> =>
  rawRequest(here, path, { headers: { accept } });
const signed = (path: string, accept: string): Promise<unknown> =>
  stranger.ask(`${here.origin}${path}`, owl, accept);

const ASKERS = [
  ["a visitor in a browser", asVisitor, "text/html"],
  ["a visitor who wants the document", asVisitor, "application/activity+json"],
  ["a server that is not trusted", signed, "application/activity+json"],
] as const;

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

test("what is hidden takes as long as what is absent: medians within 5 %, at every route that names it", async () => {
  const kinds = new Set<keyof Hidden>(["cases", "opinions", "comments", "media", "posts", "statuses"]);
  const paths = here.app
    .routes()
    .flatMap(({ method, path }) => (method === "GET" && !path.endsWith("/events") ? [path] : []))
    .flatMap((path) => {
      let isHidden = false;
      const at = fillIn(path, (kind) => {
        isHidden = kinds.has(kind);
        return hidden[kind];
      });
      const nowhere = fillIn(path, absentId);
      return at !== undefined && nowhere !== undefined && isHidden ? [[at, nowhere] as const] : [];
    });
  expect(paths.length).toBeGreaterThan(8);
  for (const [at, nowhere] of paths) {
    for (const [who, ask, accept] of ASKERS) {
      // Of all looks together: what chance adds to one, it takes from another; what the answer tells stays.
      const [there, absent]: [number[], number[]] = [[], []];
      const found: number[] = [];
      for (let look = 0; look < LOOKS; look++) {
        for (let nth = 0; nth < PAIRS + WARM_UP; nth++) {
          // In turns, and each first as often as the other, so that what else the machine does hits both.
          const first = nth % 2 === 0;
          const one = await timed(() => ask(first ? at : nowhere, accept));
          const two = await timed(() => ask(first ? nowhere : at, accept));
          if (nth < WARM_UP) continue;
          there.push(first ? one : two);
          absent.push(first ? two : one);
        }
        found.push(median(there) / median(absent) - 1);
        if (Math.abs(found.at(-1) ?? 1) < LIMIT) break;
      }
      expect(Math.abs(found.at(-1) ?? 1), `${at} as ${who}: ${found.join(", ")}`).toBeLessThan(LIMIT);
    }
  }
});
