import { hashToken } from "#actions/session-token.ts";

/** A table, its columns, and its rows as lines of COPY's text format, in pieces of many lines. */
export interface SeedTable {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: () => Generator<string>;
}

/** How many there are of what. */
export interface SeedPlan {
  readonly cases: number;
  readonly opinionsPerCase: number;
  /** Remote actors, who ask and answer. */
  readonly authors: number;
  readonly hosts: number;
  /** Personas here; each follows `follows` authors, evenly overlapping. */
  readonly readers: number;
  readonly follows: number;
  /** Opinions on the last case, each by another author. */
  readonly opinionsOnLast: number;
}

/** One fifth of the objects are cases, four fifths opinions. */
export const planFor = (objects: number): SeedPlan => ({
  cases: Math.floor(objects / 5),
  opinionsPerCase: 4,
  authors: 5000,
  hosts: 500,
  readers: 20,
  follows: 500,
  opinionsOnLast: 200,
});

/** The session token of a reader. */
export const readerToken = (reader: number): string => `reader-${reader}`;
export const readerId = (reader: number): string => id("a", 0, reader);
export const caseId = (plan: SeedPlan, index: number): string => id("c", publishedMs(plan, index), index);

/** Like a UUID of version 7: sorted by time, told apart by kind and number. */
function id(kind: "a" | "b" | "c" | "d", ms: number, number: number): string {
  const time = ms.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${kind}00-8000-${number.toString(16).padStart(12, "0")}`;
}

const authorId = (author: number): string => id("b", 0, author);
/** Mixes numbers, so that neighbours in time are not neighbours by author. */
const mixed = (number: number, below: number): number =>
  Number((BigInt(number) * 2_654_435_761n) % BigInt(below));
const authorOf = (plan: SeedPlan, index: number): number => mixed(index + 1, plan.authors);

const FIRST_MS = Date.UTC(2025, 0, 1);
const SPAN_MS = 300 * 86_400_000;
const publishedMs = (plan: SeedPlan, index: number): number =>
  FIRST_MS + Math.floor((index / plan.cases) * SPAN_MS);
const iso = (ms: number): string => new Date(ms).toISOString();

/** Every table of the seeded database, in an order that foreign keys allow. */
export const seedTables = (plan: SeedPlan): SeedTable[] => [
  table("peers", ["id", "host", "trust", "first_seen_at"], plan.hosts, (index) => [
    id("d", 0, index),
    host(plan, index),
    "trusted",
    iso(FIRST_MS),
  ]),
  table("actors", ACTOR, plan.authors, (index) => author(plan, index)),
  table("actors", ACTOR, plan.readers, reader),
  table("accounts", ["id", "roles", "profession", "specialty", "status"], plan.readers, (index) => [
    readerId(index),
    "{}",
    "physician",
    "dermatology",
    "active",
  ]),
  table(
    "personas",
    ["actor_id", "account_id", "position", "attestation", "attestation_expires_at"],
    plan.readers,
    (index) => [readerId(index), readerId(index), "0", "none", iso(FAR_MS)],
  ),
  table("sessions", ["token_hash", "account_id", "expires_at"], plan.readers, (index) => [
    hashToken(readerToken(index)),
    readerId(index),
    iso(FAR_MS),
  ]),
  table(
    "follows",
    ["follower_id", "followee_id", "uri", "state", "created_at"],
    plan.readers * plan.follows,
    (index) => {
      const follower = Math.floor(index / plan.follows);
      const followee = (firstFollowed(plan, follower) + (index % plan.follows)) % plan.authors;
      return [readerId(follower), authorId(followee), `urn:follow:${index}`, "accepted", iso(FIRST_MS)];
    },
  ),
  table(
    "cases",
    ["id", "uri", "author_id", "local", "audience", "clinical", "url", "published_at"],
    plan.cases,
    (index) => clinicalCase(plan, index),
  ),
  table("opinions", OPINION, plan.cases * plan.opinionsPerCase, (index) => {
    const about = Math.floor(index / plan.opinionsPerCase);
    return opinion(plan, index, about, mixed(index + 7, plan.authors));
  }),
  table("opinions", OPINION, plan.opinionsOnLast, (index) =>
    opinion(plan, plan.cases * plan.opinionsPerCase + index, plan.cases - 1, index),
  ),
  {
    table: "feed_entries",
    columns: ["owner_id", "kind", "subject_id", "published_at"],
    rows: () =>
      lines(plan.cases, (index) =>
        followersOf(plan, authorOf(plan, index)).map((follower) => [
          readerId(follower),
          "case",
          caseId(plan, index),
          iso(publishedMs(plan, index)),
        ]),
      ),
  },
];

const FAR_MS = Date.UTC(2100, 0, 1);
const ACTOR = ["id", "uri", "type", "username", "host", "local", "name", "url", "inbox", "fetched_at"];
const OPINION = ["id", "uri", "case_id", "author_id", "local", "body", "admission", "published_at"];

const host = (plan: SeedPlan, index: number): string => `peer-${index % plan.hosts}.example`;
const firstFollowed = (plan: SeedPlan, follower: number): number =>
  follower * Math.floor(plan.authors / plan.readers);

/** Readers follow overlapping stretches of the authors. */
const followersOf = (plan: SeedPlan, author: number): number[] =>
  Array.from({ length: plan.readers }, (_, follower) => follower).filter(
    (follower) => (author - firstFollowed(plan, follower) + plan.authors) % plan.authors < plan.follows,
  );

function author(plan: SeedPlan, index: number): string[] {
  const uri = `https://${host(plan, index)}/actors/heron-${index}`;
  const name = `Heron ${index}`;
  return [
    authorId(index),
    uri,
    "Person",
    `heron-${index}`,
    host(plan, index),
    "f",
    name,
    uri,
    `${uri}/inbox`,
    iso(FIRST_MS),
  ];
}

function reader(index: number): string[] {
  const uri = `http://seeded.localhost/actors/reader-${index}`;
  return [
    readerId(index),
    uri,
    "Person",
    `reader-${index}`,
    "seeded.localhost",
    "t",
    `Reader ${index}`,
    uri,
    `${uri}/inbox`,
    iso(FIRST_MS),
  ];
}

const PLACES = ["forearm", "scalp", "shin", "palm", "sole", "eyelid", "neck", "back", "thigh", "ear"];
const LESIONS = ["plaque", "papule", "ulcer", "nodule", "patch", "blister", "swelling", "pustule"];
const COURSES = [
  "growing slowly",
  "coming and going",
  "unmoved by steroids",
  "painful at night",
  "after a fall",
];
const DIAGNOSES = [
  "Granuloma annulare",
  "Tinea corporis",
  "Sarcoidosis",
  "Psoriasis",
  "Lichen planus",
  "Eczema",
];
const pick = (from: readonly string[], number: number): string => from[number % from.length] ?? "";

function clinicalCase(plan: SeedPlan, index: number): string[] {
  const uri = `https://${host(plan, authorOf(plan, index))}/cases/${index}`;
  const words = `${pick(LESIONS, index)} on the ${pick(PLACES, index * 3)}, ${pick(COURSES, index * 7)}`;
  const clinical = {
    title: `A ${words}`,
    question: { kind: "diagnosis", text: "What is it, and should I biopsy?" },
    urgency: pick(["none", "none", "week", "day"], index),
    specialties: [index % 3 === 0 ? "internal-medicine" : "dermatology"],
    patient: { ageBand: "35-39", sex: index % 2 === 0 ? "female" : "male" },
    findings: `A ${words}, of ${1 + (index % 9)} cm with a raised border. No fever, no travel. Laboratory without findings.`,
    history: "Otherwise healthy. A cat at home. Works outdoors.",
  };
  return [
    caseId(plan, index),
    uri,
    authorId(authorOf(plan, index)),
    "f",
    "public",
    JSON.stringify(clinical),
    uri,
    iso(publishedMs(plan, index)),
  ];
}

function opinion(plan: SeedPlan, index: number, about: number, by: number): string[] {
  const ms = publishedMs(plan, about) + 3_600_000;
  const diagnosis = (number: number) => ({ text: pick(DIAGNOSES, number) });
  const body = {
    differential: [[diagnosis(index)], [diagnosis(index + 1), diagnosis(index + 2)]],
    confidence: 40 + (index % 60),
    cantMiss: [],
    nextSteps: "A biopsy from the border, and a look at the other sites.",
    reasoning: "The border is smooth and there is no scale.",
    blind: true,
  };
  return [
    id("d", ms, index),
    `https://${host(plan, by)}/opinions/${index}`,
    caseId(plan, about),
    authorId(by),
    "f",
    JSON.stringify(body),
    "admitted",
    iso(ms),
  ];
}

const table = (
  name: string,
  columns: readonly string[],
  count: number,
  row: (index: number) => readonly string[],
): SeedTable => ({ table: name, columns, rows: () => lines(count, (index) => [row(index)]) });

const LINES_AT_ONCE = 500;

function* lines(count: number, rowsOf: (index: number) => readonly (readonly string[])[]): Generator<string> {
  for (let from = 0; from < count; from += LINES_AT_ONCE) {
    let text = "";
    for (let index = from; index < Math.min(count, from + LINES_AT_ONCE); index++) {
      for (const row of rowsOf(index)) text += `${row.join("\t")}\n`;
    }
    if (text !== "") yield text;
  }
}
