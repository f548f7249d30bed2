import { drawSkin } from "#demo/pictures.ts";
import type { ClientPage } from "#demo/browser-client.ts";
import { expectStatus, findByTitle, type Guest, type HouseAddress, look, signIn } from "#demo/house.ts";
import { isUnanswered } from "#demo/persist.ts";
import { setTimeout as delay } from "node:timers/promises";
import { pick } from "./seeded.ts";

/** Something that somebody posted, or tried to post. */
export interface Posted {
  readonly kind: "case" | "opinion" | "comment";
  /** A word of it that occurs nowhere else. */
  readonly mark: string;
  /** The mark of the case that it is, or belongs to. */
  readonly caseMark: string;
  /** Whether the client got a success answer: then it must be there once; else once, or not at all. */
  isSure: boolean;
}

/** Everything that was posted in the exchange, and by what titles the cases are found. */
export interface Ledger {
  readonly all: Posted[];
  /** By mark, of the cases that are sure. */
  readonly titles: Map<string, string>;
}

export const newLedger = (): Ledger => ({ all: [], titles: new Map() });

export interface Exchange {
  readonly house: HouseAddress;
  readonly ledger: Ledger;
  readonly random: () => number;
  /** When it is aborted, everybody finishes what they are at. */
  readonly ended: AbortSignal;
}

const PATIENCE_MS = 300_000;

/** Does something again while nobody answers; people are patient when a server is killed over and over again. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isUnanswered(error) || Date.now() > until) throw error;
    }
    await delay(50);
  }
}

const DIAGNOSES = ["Granuloma annulare", "Tinea corporis", "Nummular eczema", "Psoriasis", "Lichen planus"];
let serial = 0;
const newMark = (): string => `zq${(++serial).toString(36)}mark`;

/** A physician who posts one case after another, each with a photograph, `limit` at most. */
export async function askAgainAndAgain(
  exchange: Exchange,
  login: string,
  pseudonym: string,
  limit: number,
): Promise<void> {
  const { house, ledger, random, ended } = exchange;
  const { client } = await patiently(() => signIn(house, login, pseudonym));
  for (let nth = 0; nth < limit && !ended.aborted; nth += 1) {
    const mark = newMark();
    const title = `Ring-shaped plaque ${mark}`;
    const photo = new Blob([Uint8Array.from(await drawSkin(nth, "ring"))], { type: "image/jpeg" });
    const isPublic = random() < 0.5;
    const preview = await patiently(async () => {
      const form = expectStatus(await client.get(`${house.origin}/ask`), 200);
      const values = { title, question: "What is it?", "specialty-1": "dermatology" };
      return expectStatus(
        await client.submit(form, "/ask", {
          ...values,
          audience: isPublic ? "public" : "network",
          "photo-1": photo,
          "alt-1": "A ring-shaped plaque with a raised border",
        }),
        200,
      );
    });
    const posted: Posted = { kind: "case", mark, caseMark: mark, isSure: false };
    ledger.all.push(posted);
    const confirmation = isPublic ? { "confirm-public": "yes" } : {};
    await send(exchange, posted, () => client.submit(preview, "/post", confirmation));
    if (posted.isSure) ledger.titles.set(mark, title);
  }
  await client.close();
}

/** A physician who answers and comments on whatever case can be seen at their institution, and signs in anew at times. */
export async function answerAgainAndAgain(
  exchange: Exchange,
  login: string,
  pseudonym: string,
): Promise<void> {
  const { house, ledger, random, ended } = exchange;
  let guest = await patiently(() => signIn(house, login, pseudonym));
  const answered = new Set<string>();
  while (!ended.aborted) {
    if (random() < 0.1) {
      await guest.client.close();
      guest = await patiently(() => signIn(house, login, pseudonym));
    }
    const waiting = [...ledger.titles].filter(([mark]) => !answered.has(mark));
    if (waiting.length === 0) {
      await delay(50);
      continue;
    }
    const [caseMark, title] = pick(waiting, random());
    const url = await patiently(() => findByTitle(house, guest, title));
    if (url === undefined) await delay(20);
    else if (random() < 0.3) await comment(exchange, guest, url, caseMark);
    else {
      answered.add(caseMark);
      await answer(exchange, guest, url, caseMark);
    }
  }
  await guest.client.close();
}

async function answer(exchange: Exchange, guest: Guest, url: string, caseMark: string): Promise<void> {
  const page = await patiently(async () => expectStatus(await guest.client.get(url), 200));
  const posted: Posted = { kind: "opinion", mark: newMark(), caseMark, isSure: false };
  exchange.ledger.all.push(posted);
  const first = pick(DIAGNOSES, exchange.random());
  const second = pick(
    DIAGNOSES.filter((one) => one !== first),
    exchange.random(),
  );
  await send(exchange, posted, () =>
    guest.client.submit(page, "/answer", {
      "diagnosis-1": first,
      "rank-1": "1",
      "diagnosis-2": second,
      "rank-2": "2",
      confidence: "70",
      reasoning: `Firm border. ${posted.mark}`,
    }),
  );
}

async function comment(exchange: Exchange, guest: Guest, url: string, caseMark: string): Promise<void> {
  await patiently(() => look(guest, url));
  const page = await patiently(async () => expectStatus(await guest.client.get(url), 200));
  const posted: Posted = { kind: "comment", mark: newMark(), caseMark, isSure: false };
  exchange.ledger.all.push(posted);
  await send(exchange, posted, () =>
    guest.client.submit(page, "/comment", { comment: `Any itching? ${posted.mark}` }),
  );
}

/** Presses the button. Where no answer comes, half of the people press it again until one does; the others let it be. */
async function send({ random }: Exchange, posted: Posted, press: () => Promise<ClientPage>): Promise<void> {
  try {
    takeAnswer(posted, await press());
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    if (random() < 0.5) takeAnswer(posted, await patiently(async () => asked(await press())));
  }
}

/** A server in trouble says so with 503, and that is no answer. */
const asked = (page: ClientPage): ClientPage => (page.status === 503 ? expectStatus(page, 200) : page);

/** Having answered before says, on the second press, that the first one had arrived. */
function takeAnswer(posted: Posted, page: ClientPage): void {
  asked(page);
  if (page.status >= 500) throw new Error(`${page.url.href} answered ${page.status}: ${page.text}`);
  expectStatus(page, 200, ...(posted.kind === "opinion" ? [409] : []));
  posted.isSure = true;
}
