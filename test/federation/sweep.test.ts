import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import {
  ABSENT,
  absentId,
  fillIn,
  type Hidden,
  hideThings,
  SECRET_WORDS,
} from "#test/support/hidden-things.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { rawRequest } from "#test/support/raw-request.ts";
import { type RemoteActor, type RemoteServer, startRemoteServer } from "#test/support/remote-server.ts";

/** Every route, asked as everybody for what is not for them, and for what is not there: nobody can tell the two apart. */
const HTML = "text/html";
const ACTIVITY = "application/activity+json";

let here: TestInstance;
const servers: RemoteServer[] = [];
const signers = new Map<
  "unknown" | "blocked" | "limited" | "trusted",
  readonly [RemoteServer, RemoteActor]
>();
let author: SignedIn;
/** A physician of the same institution, who is not the author. */
let colleague: SignedIn;
let forPeers: Hidden;
let forNobodyElse: Hidden;

beforeAll(async () => {
  const trusts = ["unknown", "blocked", "limited", "trusted"] as const;
  for (const trust of trusts) servers.push(await startRemoteServer(trust));
  here = await startTestInstance({ name: "northfield", allowOrigins: servers.map(({ origin }) => origin) });
  for (const [nth, trust] of trusts.entries()) {
    const server = servers[nth];
    if (server === undefined) throw new Error("There is no such server");
    await setPeerTrust(here.app.instance, server.host, trust);
    signers.set(trust, [server, await server.addActor("owl")]);
  }
  [author, colleague] = [await here.signIn(), await here.signIn()];
  forPeers = await hideThings(here, author, colleague, "network");
  forNobodyElse = await hideThings(here, author, colleague, "institution");
});
afterAll(() => Promise.all([here?.stop(), ...servers.map((server) => server.stop())]));

interface Seen {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly text: string;
}

/** What differs between any two answers. */
const PASSING = ["date", "x-request-id", "x-ratelimit-remaining", "x-ratelimit-reset"];

/** An answer without the time, and without the id that it was asked for. */
const seen = (answer: { status: number; headers: Headers; text: string }, id: string): Seen => ({
  status: answer.status,
  headers: [...answer.headers]
    .filter(([name]) => !PASSING.includes(name))
    .map(([name, value]) => [name, value.replaceAll(id, "ID")] as const),
  text: answer.text.replaceAll(id, "ID"),
});

type Ask = (method: string, path: string, accept: string) => Promise<Parameters<typeof seen>[0]>;

const inBrowser =
  (session: () => string | undefined): Ask =>
  (method, path, accept) => {
    const cookie = session();
    return rawRequest(here, path, {
      headers: { accept, ...(cookie !== undefined && { cookie: `consilium_session=${cookie}` }) },
      ...(method === "POST" && { form: { text: "x", comment: "x", "diagnosis-1": "x" } }),
    });
  };
const signedBy =
  (trust: "unknown" | "blocked" | "limited" | "trusted"): Ask =>
  (_method, path, accept) => {
    const signer = signers.get(trust);
    if (signer === undefined) throw new Error("There is no such signer");
    return signer[0].ask(`${here.origin}${path}`, signer[1], accept);
  };

const askers: readonly {
  readonly who: string;
  readonly ask: Ask;
  readonly hidden: () => readonly Hidden[];
  /** What is not hidden from them. */
  readonly except?: readonly (keyof Hidden)[];
  readonly methods: readonly string[];
}[] = [
  {
    who: "a visitor",
    ask: inBrowser(() => undefined),
    hidden: () => [forPeers, forNobodyElse],
    methods: ["GET", "POST"],
  },
  {
    who: "an unknown server",
    ask: signedBy("unknown"),
    hidden: () => [forPeers, forNobodyElse],
    methods: ["GET"],
  },
  {
    who: "a limited server",
    ask: signedBy("limited"),
    hidden: () => [forPeers, forNobodyElse],
    methods: ["GET"],
  },
  {
    who: "a blocked server",
    ask: signedBy("blocked"),
    hidden: () => [forPeers, forNobodyElse],
    methods: ["GET"],
  },
  { who: "a trusted server", ask: signedBy("trusted"), hidden: () => [forNobodyElse], methods: ["GET"] },
  {
    who: "a colleague",
    ask: inBrowser(() => colleague.session),
    hidden: () => [forPeers],
    except: ["cases", "opinions", "comments", "media", "statuses"],
    methods: ["GET", "POST"],
  },
];

describe.each(askers)("to $who", ({ ask, hidden, except = [], methods }) => {
  test("what is hidden and what is absent look the same at every route", async () => {
    let asked = 0;
    for (const { method, path } of here.app.routes()) {
      if (!methods.includes(method)) continue;
      for (const things of hidden()) {
        let id = "";
        const at = fillIn(path, (kind) => (id = except.includes(kind) ? "" : things[kind]));
        let absentAs = "";
        const absent = fillIn(path, (kind) => (absentAs = absentId(kind)));
        if (at === undefined || absent === undefined || id === "") continue;
        for (const accept of [HTML, ACTIVITY]) {
          const what = `${method} ${path} as ${accept}`;
          const [there, nowhere] = [
            seen(await ask(method, at, accept), id),
            seen(await ask(method, absent, accept), absentAs),
          ];
          expect(there, what).toEqual(nowhere);
          expect(there.status, what).not.toBe(200);
          expect(there.text, what).not.toContain(SECRET_WORDS);
          asked++;
        }
      }
    }
    expect(asked).toBeGreaterThan(10);
  });

  test("no page, collection or count tells of what is hidden", async () => {
    if (except.length > 0) return;
    const { handle } = author.physician.persona;
    for (const { method, path } of here.app.routes()) {
      if (method !== "GET" || fillIn(path, () => ABSENT) !== undefined) continue;
      const at = path
        .replace(/:address\{.*\}/u, `@${handle}`)
        .replace(":handle", handle)
        .replace(":slug", "dermatology")
        .replace(":tag", "dermatology")
        .replace(/:[a-z]+/gu, ABSENT)
        .replace("*", "nothing");
      for (const query of ["", `?q=${encodeURIComponent(SECRET_WORDS)}`, "?cursor="]) {
        for (const accept of [HTML, ACTIVITY]) {
          // Apps are counted, and would be told to come back later.
          if (at.startsWith("/api/") && (query !== "" || accept !== HTML)) continue;
          const { text, status } = await ask("GET", at + query, accept);
          expect(status, at).not.toBe(429);
          // The page of a search says what was searched for.
          const rest = text
            .replaceAll(/value="[^"]*"|<title>[^<]*/gu, "")
            .replaceAll(`“${SECRET_WORDS}”`, "");
          for (const id of hidden().flatMap((things) => Object.values(things))) {
            expect(rest, `${at}${query} as ${accept}`).not.toContain(id);
          }
          if (!query.startsWith("?q")) expect(rest, `${at} as ${accept}`).not.toContain(SECRET_WORDS);
        }
      }
    }
  });
});

test("each route says who may, and the pages of administrators are absent for others", async () => {
  const routes = here.app.routes();
  expect(routes).toContainEqual({ method: "GET", path: "/nodeinfo/2.1", whoMay: "anybody" });
  expect(routes).toContainEqual({ method: "GET", path: "/cases/:id", whoMay: "whoever may see it" });
  for (const { method, path, whoMay } of routes) {
    if (whoMay !== "administrators" || !path.startsWith("/manage")) continue;
    const at = path.replace(/:[a-z]+/u, forPeers.cases);
    for (const session of [undefined, colleague.session]) {
      const { status } = await inBrowser(() => session)(method, at, HTML);
      expect(status, `${method} ${path}`).toBe(404);
    }
  }
});
