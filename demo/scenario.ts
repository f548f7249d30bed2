import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { arrivals, type Arrivals } from "./arrivals.ts";
import {
  answer,
  ask,
  followSpecialties,
  type Guest,
  type HouseAddress,
  look,
  readConsensus,
  type ShownConsensus,
  signIn,
  trustOther,
} from "./house.ts";
import { until } from "./persist.ts";
import type { PlannedCase } from "./plan.ts";
import { progress } from "./progress.ts";
import { MAX_READERS, readReadings } from "./readings.ts";
import { sampleCases } from "./sample/cases.ts";

/** What the scenario is told: addresses, sign-in names, and which cases to post. */
const briefShape = z.object({
  houses: z
    .array(
      z.object({
        name: z.string(),
        origin: z.string(),
        administratorLink: z.string(),
        people: z.array(z.string()),
      }),
    )
    .length(2),
  cases: z.string().optional(),
  limit: z.number().optional(),
});

const CASES_AT_ONCE = 5;
/** How long nothing may move before something counts as missing. */
const STALLED_MS = 60_000;

interface House extends HouseAddress {
  readonly author: Guest;
  readonly observer: Guest;
  readonly readers: readonly Guest[];
  readonly arrivals: Arrivals;
}

interface PostedCase {
  readonly planned: PlannedCase;
  /** The page's address at each house. */
  readonly urls: readonly string[];
  /** From the answer to the post until the peer's page shows the case. */
  readonly deliveryMs: number;
}

const begun = performance.now();
const brief = briefShape.parse(JSON.parse(await text(process.stdin)));
const cases =
  brief.cases === undefined
    ? sampleCases.slice(0, brief.limit)
    : await readReadings(brief.cases, brief.limit);
const houses = await openHouses(brief.houses);
const posted = await postAll(houses, cases);
const results = await Promise.all(houses.map((house, index) => settle(house, index, posted)));
const missing =
  results.flat().filter(({ shown, expected }) => shown.opinions !== expected).length + disagreements();
const times = posted.map(({ deliveryMs }) => deliveryMs).sort((one, other) => one - other);
const output = `${JSON.stringify({
  complete: missing === 0,
  missing,
  seconds: Math.round((performance.now() - begun) / 100) / 10,
  delivery: { count: times.length, medianMs: quantile(times, 0.5), p95Ms: quantile(times, 0.95) },
  institutions: houses.map(({ name, origin }, index) => ({
    name,
    origin,
    cases: (results[index] ?? []).map(({ posted: one, shown }) => ({
      sourceCase: one.planned.source,
      title: one.planned.title,
      url: one.urls[index],
      opinions: shown.opinions,
      consensus: shown.consensus,
    })),
  })),
})}\n`;
// Exiting before the pipe has taken everything would cut a long result off.
process.stdout.write(output, () => process.exit(0));

async function openHouses(addresses: readonly HouseAddress[]): Promise<readonly House[]> {
  const [north, south] = addresses;
  if (north === undefined || south === undefined) throw new Error("Two institutions are needed");
  const report = progress(
    "Opening the two institutions",
    2 + addresses.reduce((sum, house) => sum + house.people.length, 0),
  );
  const password = randomBytes(12).toString("base64url");
  await Promise.all([
    trustOther(north, south, password).then(report),
    trustOther(south, north, password).then(report),
  ]);
  const specialties = [...new Set(cases.map(({ specialty }) => specialty))];
  const opened = await Promise.all(
    addresses.map(async (house) => {
      const guests: Guest[] = [];
      for (const [index, login] of house.people.entries()) {
        guests.push(await signIn(house, login, pseudonym(house, index)));
        report();
      }
      const [author, observer, ...readers] = guests;
      if (author === undefined || observer === undefined) throw new Error(`${house.name} has too few people`);
      await followSpecialties(house, observer, specialties, addresses.length);
      return { ...house, author, observer, readers, arrivals: arrivals(house, observer) };
    }),
  );
  await Promise.all(opened.map((house) => house.arrivals.ready));
  return opened;
}

function pseudonym(house: HouseAddress, index: number): string {
  const names = [
    "Grey Kestrel",
    "Quiet Magpie",
    "Slow Tern",
    "Amber Wren",
    "Northern Lapwing",
    "Patient Heron",
    "Early Swift",
  ];
  const colours = house.origin.includes("northfield") ? "" : "Coastal ";
  return `${colours}${names[index % names.length]}`;
}

async function postAll(
  all: readonly House[],
  planned: readonly PlannedCase[],
): Promise<readonly PostedCase[]> {
  const report = progress("Posting cases and answering them", planned.length);
  const done: PostedCase[] = [];
  const waiting = [...planned.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      done[next[0]] = await consult(all, next[0], next[1]);
      report();
    }
  };
  await Promise.all(Array.from({ length: CASES_AT_ONCE }, work));
  return done;
}

/** One case, from the question to the last answer. */
async function consult(all: readonly House[], number: number, planned: PlannedCase): Promise<PostedCase> {
  const homeIndex = number % all.length;
  const [home, peer] = [all[homeIndex], all[1 - homeIndex]];
  if (home === undefined || peer === undefined) throw new Error("Two institutions are needed");
  const homeUrl = await ask(home, home.author, planned);
  const postedAt = performance.now();
  const arrived = await peer.arrivals.of(planned.title);
  const urls = homeIndex === 0 ? [homeUrl, arrived.url] : [arrived.url, homeUrl];
  await Promise.all(
    planned.opinions.map(async (opinion, index) => {
      // Readers alternate between the houses, and who begins changes from case to case.
      const seat = (number + index) % MAX_READERS;
      const house = all[seat % all.length];
      const reader = house?.readers[Math.floor(seat / all.length)];
      const url = urls[seat % all.length];
      if (reader === undefined || url === undefined)
        throw new Error(`A case has at most ${MAX_READERS} readers`);
      await answer(reader, url, opinion);
    }),
  );
  return { planned, urls, deliveryMs: Math.max(0, Math.round(arrived.at - postedAt)) };
}

interface Settled {
  readonly posted: PostedCase;
  readonly shown: ShownConsensus;
  readonly expected: number;
}

/** Waits until this house shows every opinion on every case, and reads its consensus from its own pages. */
async function settle(house: House, index: number, all: readonly PostedCase[]): Promise<readonly Settled[]> {
  const report = progress(`Reading the consensus at ${house.name}`, all.length);
  const settled: Settled[] = [];
  for (const one of all) {
    const url = one.urls[index] ?? "";
    const expected = one.planned.opinions.length;
    await look(house.observer, url);
    const shown = await until(`${expected} opinions at ${url}`, STALLED_MS, async () => {
      const now = await readConsensus(house.observer, url);
      return now.opinions === expected ? now : undefined;
    }).catch(() => readConsensus(house.observer, url));
    settled.push({ posted: one, shown, expected });
    report();
  }
  return settled;
}

/** How many cases the two houses do not pool alike. */
function disagreements(): number {
  const [here, there] = results;
  return (here ?? []).filter(
    ({ shown }, index) => JSON.stringify(shown) !== JSON.stringify(there?.[index]?.shown),
  ).length;
}

function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
