import { z } from "zod";
import { type BrowserClient, type ClientPage, createBrowserClient } from "./browser-client.ts";
import { unescapeHtml } from "./html-forms.ts";
import { persist, Unanswered, until } from "./persist.ts";
import type { PlannedCase, PlannedOpinion } from "./plan.ts";

/** An institution as the scenario knows it: addresses and sign-in names. */
export interface HouseAddress {
  readonly name: string;
  readonly origin: string;
  /** Makes the first administrator. */
  readonly administratorLink: string;
  /** Names that its identity provider knows. */
  readonly people: readonly string[];
}

/** Somebody signed in at an institution, in a browser of their own. */
export interface Guest {
  readonly client: BrowserClient;
  readonly login: string;
}

const FOLLOW_AGAIN_MS = 6000;

/** What the page of a case says of its opinions. */
export const shownConsensus = z.object({
  opinions: z.number(),
  consensus: z
    .array(z.object({ diagnosis: z.string(), code: z.string().nullable(), score: z.number() }))
    .nullable(),
});
export type ShownConsensus = z.infer<typeof shownConsensus>;

/** The page, which must be one of those. @throws Unanswered for a server in trouble, else Error with the page's words */
export function expectStatus(page: ClientPage, ...wanted: readonly number[]): ClientPage {
  if (wanted.includes(page.status)) return page;
  const said = unescapeHtml(page.text.replaceAll(/<[^>]*>/gu, " ").replaceAll(/\s+/gu, " ")).slice(0, 400);
  if (page.status >= 500) throw new Unanswered(`${page.url.href} answered ${page.status}: ${said}`);
  throw new Error(`${page.url.href} answered ${page.status}: ${said}`);
}

/** The first administrator takes the one-time link and says that the other institution is trusted. */
export async function trustOther(house: HouseAddress, other: HouseAddress, password: string): Promise<void> {
  const client = createBrowserClient();
  const login = "administrator";
  await persist(async () => {
    const link = await client.get(house.administratorLink);
    if (link.status === 200) {
      expectStatus(await client.submit(link, link.url.pathname, { login, password }), 200);
      return;
    }
    // It works once: used before a crash took the answer away, the account is there.
    const door = expectStatus(await client.get(`${house.origin}/sign-in`), 200);
    expectStatus(await client.submit(door, "/sign-in/password", { login, password }), 200);
  });
  const host = new URL(other.origin).host;
  await persist(async () =>
    expectStatus(await client.post(`${house.origin}/manage/peers`, { host, trust: "trusted" }), 200),
  );
  await client.close();
}

/** Signs a physician in through the identity provider; the first time they pick a pseudonym. */
export function signIn(house: HouseAddress, login: string, pseudonym: string): Promise<Guest> {
  return persist(async () => {
    const client = createBrowserClient();
    const door = expectStatus(await client.get(`${house.origin}/sign-in`), 200);
    const provider = expectStatus(await client.submit(door, "/sign-in"), 200);
    const entered = expectStatus(await client.submit(provider, "", { login, action: "sign-in" }), 200);
    if (entered.url.pathname === "/welcome") {
      expectStatus(await client.submit(entered, "/welcome", { pseudonym }), 200);
    }
    return { client, login };
  });
}

/** Follows specialties, each at all institutions, and waits until every stream has accepted. */
export async function followSpecialties(
  house: HouseAddress,
  guest: Guest,
  slugs: readonly string[],
  institutions: number,
): Promise<void> {
  const followAll = async (): Promise<void> => {
    for (const specialty of slugs) {
      expectStatus(await guest.client.post(`${house.origin}/follow-specialty`, { specialty }), 200);
    }
  };
  await persist(followAll);
  let askedAt = performance.now();
  await until(`${guest.login} follows ${slugs.join(", ")}`, 60_000, async () => {
    const page = expectStatus(await guest.client.get(`${house.origin}/you`), 200);
    const accepted = page.text.split("Following · stop").length - 1;
    if (accepted >= slugs.length * institutions) return true;
    // The page says which institution did not answer; asked again, it is followed there too.
    if (performance.now() - askedAt > FOLLOW_AGAIN_MS) {
      await followAll();
      askedAt = performance.now();
    }
    return undefined;
  });
}

/** Posts a case through the form, the preview and the button; gives its page's address. */
export async function ask(house: HouseAddress, author: Guest, planned: PlannedCase): Promise<string> {
  const photo = new Blob([Uint8Array.from(await planned.photo())], { type: "image/jpeg" });
  const preview = await persist(async () => {
    const form = expectStatus(await author.client.get(`${house.origin}/ask`), 200);
    return expectStatus(
      await author.client.submit(form, "/ask", {
        ...planned.fields,
        title: planned.title,
        question: planned.question,
        "specialty-1": planned.specialty,
        "photo-1": photo,
        "alt-1": planned.alt,
      }),
      200,
    );
  });
  const posted = await persist(async () => {
    const page = await author.client.submit(preview, "/post");
    // Asked again after a crash, the button may find that the case was posted.
    return page.status === 404 || page.status === 409 ? undefined : expectStatus(page, 200);
  });
  const url = posted?.url ?? new URL((await findByTitle(house, author, planned.title)) ?? "", house.origin);
  if (!/^\/cases\/[0-9a-f-]{36}$/u.test(url.pathname)) throw new Error(`“${planned.title}” was not posted`);
  return `${url.origin}${url.pathname}`;
}

/** The address of a case's page here, by its title; undefined while it is not here. */
export async function findByTitle(
  house: HouseAddress,
  guest: Guest,
  title: string,
): Promise<string | undefined> {
  const page = expectStatus(
    await guest.client.get(`${house.origin}/search?q=${encodeURIComponent(`"${title}"`)}`),
    200,
  );
  for (const [, path, inner = ""] of page.text.matchAll(
    /<a\b[^>]*href="(\/cases\/[0-9a-f-]{36})"[^>]*>(.*?)<\/a>/gsu,
  )) {
    if (unescapeHtml(inner.replaceAll(/<[^>]*>/gu, "")).trim() === title) return `${house.origin}${path}`;
  }
  return undefined;
}

/** The title of a case's page; undefined where it is not there. */
export async function titleOf(guest: Guest, url: string): Promise<string | undefined> {
  const page = await guest.client.get(url);
  if (page.status === 404) return undefined;
  const heading = /<h1\b[^>]*>(.*?)<\/h1>/su.exec(expectStatus(page, 200).text)?.[1] ?? "";
  return unescapeHtml(heading.replaceAll(/<[^>]*>/gu, "")).trim();
}

/** Answers a case through the form on its page; having answered before, as after a crash, is as good. */
export function answer(guest: Guest, url: string, opinion: PlannedOpinion): Promise<void> {
  return persist(async () => {
    const page = expectStatus(await guest.client.get(url), 200);
    if (!page.text.includes(`${new URL(url).pathname}/answer"`)) return;
    const rows = opinion.ranks.flatMap((rank, index) =>
      rank.map((text) => ({ text, rank: String(index + 1) })),
    );
    const ranking = rows.flatMap(({ text, rank }, index): [string, string][] => [
      [`diagnosis-${index + 1}`, text],
      [`rank-${index + 1}`, rank],
    ]);
    const answered = await guest.client.submit(page, "/answer", {
      ...Object.fromEntries(ranking),
      confidence: String(opinion.confidence),
      reasoning: opinion.reasoning ?? "",
      "next-steps": opinion.nextSteps ?? "",
      "cant-miss": (opinion.cantMiss ?? []).join("\n"),
    });
    expectStatus(answered, 200, 409);
  });
}

/** Chooses to look at a case's opinions, once. */
export const look = (guest: Guest, url: string): Promise<ClientPage> =>
  persist(async () => expectStatus(await guest.client.post(`${url}/look`, {}), 200));

/** What the page says to somebody who may see the opinions. */
export async function readConsensus(guest: Guest, url: string): Promise<ShownConsensus> {
  const page = await persist(async () => expectStatus(await guest.client.get(url), 200));
  const block = /<script type="application\/json" id="consensus">(.*?)<\/script>/su.exec(page.text)?.[1];
  if (block === undefined) throw new Error(`${url} does not show its opinions to ${guest.login}`);
  return shownConsensus.parse(JSON.parse(block));
}
