import { randomInt } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createBrowserClient } from "#demo/browser-client.ts";
import { freePort } from "#demo/free-port.ts";
import { followSpecialties, type Guest, signIn, trustOther } from "#demo/house.ts";
import { type OpenIdProvider, startOpenIdProvider } from "#demo/openid-provider.ts";
import { readDocument, readHouse, readOutbox, type ShownCase } from "#test/support/count-exchange.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventually } from "#test/support/eventually.ts";
import {
  answerAgainAndAgain,
  askAgainAndAgain,
  type Exchange,
  type Ledger,
  newLedger,
} from "#test/support/exchange.ts";
import type { RoleProcess } from "#test/support/role-process.ts";
import { pick, randomFrom } from "#test/support/seeded.ts";
import { type SplitInstitution, startSplitInstitution } from "#test/support/split-institution.ts";

const SEED = Number(process.env["SEED"] ?? randomInt(2 ** 31));
const KILLS = Number(process.env["KILLS"] ?? 100);
/** Of one author; more would make counting long. */
const CASES = 30;
/** A process lives at most so long after it is ready, if its turn comes. */
const LONGEST_LIFE_MS = 2000;
/**
 * Leases of processes that died run out, and a peer that was down is asked again, each time after a pause twice as long: after a
 * hundred kills that can be minutes.
 */
const SETTLE_MS = 600_000;

const PLACES = [
  { slug: "northfield", name: "Northfield Hospital", colour: "" },
  { slug: "southbank", name: "Southbank Society of Dermatology", colour: "Coastal " },
] as const;
const READERS = ["Quiet Magpie", "Slow Tern", "Amber Wren"] as const;

let folder: string;
let provider: OpenIdProvider;
let houses: readonly SplitInstitution[];
let observers: readonly Guest[];
const databases: TestDatabase[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "consilium-crashes-"));
  const places = await Promise.all(
    PLACES.map(async (place) => {
      const database = await createTestDatabase();
      databases.push(database);
      const port = await freePort();
      const people = ["author", "observer", ...READERS.keys()].map((who) => `${place.slug}-${who}`);
      return { ...place, port, people, database, origin: `http://${place.slug}.localhost:${port}` };
    }),
  );
  provider = await startOpenIdProvider({
    clients: places.map(({ slug, origin }) => ({
      id: slug,
      secret: "secret",
      redirectUris: [`${origin}/sign-in/callback`],
    })),
    people: places.flatMap(({ people }) =>
      people.map((login) => ({ login, claims: { profession: "physician", specialty: "dermatology" } })),
    ),
  });
  houses = await Promise.all(
    places.map(({ slug, database, origin, ...place }) =>
      startSplitInstitution({
        ...place,
        slug,
        folder: path.join(folder, slug),
        databaseUrl: database.url,
        provider: { issuer: provider.issuer, clientId: slug, clientSecret: "secret" },
        allowOrigins: places.map((one) => one.origin).filter((other) => other !== origin),
      }),
    ),
  );
  const [north, south] = houses;
  if (north === undefined || south === undefined) throw new Error("There are two institutions");
  await trustOther(north, south, "a long enough password");
  await trustOther(south, north, "a long enough password");
  observers = await Promise.all(
    houses.map(async (house, index) => {
      const observer = await signIn(
        house,
        `${PLACES[index]?.slug}-observer`,
        `${PLACES[index]?.colour}Heron`,
      );
      await followSpecialties(house, observer, ["dermatology"], houses.length);
      return observer;
    }),
  );
}, 120_000);

afterAll(async () => {
  await Promise.all(observers?.map(({ client }) => client.close()) ?? []);
  await Promise.all(houses?.flatMap(({ web, worker }) => [web.stop(), worker.stop()]) ?? []);
  await provider?.stop();
  await Promise.all(databases.map((database) => database.drop()));
  await rm(folder, { recursive: true });
});

/** Kills one process after another, each in the middle of whatever it is doing, and starts it again. */
async function crash(
  processes: readonly RoleProcess[],
  random: () => number,
  ended: AbortSignal,
): Promise<void> {
  for (let kills = 0; kills < KILLS && !ended.aborted; kills += 1) {
    const victim = pick(processes, random());
    const life = random() * LONGEST_LIFE_MS;
    // Some die while they are starting.
    if (random() < 0.8) await victim.ready();
    await delay(life);
    await victim.crash();
  }
}

/** Everybody at both institutions, until `ended`. */
const exchange = (ledger: Ledger, random: () => number, ended: AbortSignal): Promise<unknown> =>
  Promise.all(
    houses.flatMap((house, index) => {
      const { slug = "", colour = "" } = PLACES[index] ?? {};
      const about: Exchange = { house, ledger, random, ended };
      return [
        askAgainAndAgain(about, `${slug}-author`, `${colour}Kestrel`, CASES),
        ...READERS.map((name, nth) => answerAgainAndAgain(about, `${slug}-${nth}`, `${colour}${name}`)),
      ];
    }),
  );

const byMark = (shown: readonly ShownCase[]) =>
  shown
    .map(({ url: _url, ...rest }) => ({
      ...rest,
      opinions: rest.opinions.toSorted(),
      comments: rest.comments.toSorted(),
    }))
    .sort((one, other) => one.mark.localeCompare(other.mark));

const marksOf = (shown: readonly ShownCase[]): string[] =>
  shown.flatMap(({ mark, opinions, comments }) => [mark, ...opinions, ...comments]);

test(`${KILLS} times kill -9 in a running exchange loses nothing and doubles nothing (SEED=${SEED})`, async () => {
  const ledger = newLedger();
  const ended = new AbortController();
  const random = randomFrom(SEED);
  const running = exchange(ledger, randomFrom(SEED + 1), ended.signal);
  const processes = houses.flatMap(({ web, worker }) => [web, worker]);
  const crashing = crash(processes, random, ended.signal).finally(() => ended.abort());
  running.catch(() => ended.abort());
  await Promise.all([crashing, running]);
  await Promise.all(processes.map((one) => one.ready()));

  const sure = ledger.all.filter(({ isSure }) => isSure).map(({ mark }) => mark);
  const all = new Set(ledger.all.map(({ mark }) => mark));
  const shown = await eventually(
    "both institutions show the same, and everything that was answered",
    async () => {
      const [north = [], south = []] = await Promise.all(
        houses.map((house, index) => readHouse(house, pick(observers, index / observers.length))),
      );
      expect(byMark(south)).toEqual(byMark(north));
      const marks = new Set(marksOf(north));
      expect(sure.filter((mark) => !marks.has(mark))).toEqual([]);
      expect(north.filter(({ pictures }) => pictures !== 2)).toEqual([]);
      return [north, south];
    },
    SETTLE_MS,
  );

  for (const cases of shown) {
    const marks = marksOf(cases);
    expect(marks.filter((mark, index) => marks.indexOf(mark) !== index)).toEqual([]);
    expect(marks.filter((mark) => !all.has(mark))).toEqual([]);
    for (const { mark, opinions, comments } of cases) {
      const strangers = [...opinions, ...comments].filter(
        (reply) => ledger.all.find((one) => one.mark === reply)?.caseMark !== mark,
      );
      expect(strangers).toEqual([]);
    }
  }
  const documents = await readDocuments(shown);
  const count = (kind: string): number => ledger.all.filter((one) => one.kind === kind).length;
  process.stdout.write(
    `${KILLS} kills, SEED=${SEED}: ${count("case")} cases, ${count("opinion")} opinions and ${count("comment")} comments sent, ` +
      `${sure.length} answered with success, ${marksOf(shown[0] ?? []).length} on each side, ${documents} public cases as documents.\n`,
  );
  expect(sure.length).toBeGreaterThan(KILLS / 2);
  expect(await complaints()).toEqual([]);
});

/** Compares the documents for other servers with the pages. @returns how many public cases there are */
async function readDocuments(shown: readonly (readonly ShownCase[])[]): Promise<number> {
  const visitor = createBrowserClient();
  let count = 0;
  for (const cases of shown) {
    const authors = new Set<string>();
    for (const { mark, url, opinions, comments } of cases) {
      const document = await readDocument(visitor, url);
      if (document === undefined) continue;
      count += 1;
      authors.add(document.author);
      expect(document.mark).toBe(mark);
      expect(new Set(document.replies).size).toBe(document.replies.length);
      expect(document.replies.length).toBe(opinions.length + comments.length);
    }
    for (const author of authors) {
      const ids = await readOutbox(visitor, author);
      expect(new Set(ids).size).toBe(ids.length);
    }
  }
  await visitor.close();
  return count;
}

/** What the processes logged as errors: a page that failed, work that was given up. */
async function complaints(): Promise<string[]> {
  const files = PLACES.flatMap(({ slug }) =>
    ["web", "worker"].map((role) => path.join(folder, slug, role, "log.jsonl")),
  );
  const logs = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return logs.flatMap((log) => log.split("\n").filter((line) => line.includes('"level":"ERROR"')));
}
