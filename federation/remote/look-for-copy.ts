import { z } from "zod";
import type { RecallAnswer } from "#domain/recall.ts";
import { NetError } from "#net/errors.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { readJson } from "#net/json.ts";

const links = z.looseObject({ links: z.array(z.looseObject({ href: z.string() })).max(20) });
const nodeInfo = z.looseObject({ software: z.looseObject({ name: z.string() }) });
const account = z.looseObject({ id: z.string().max(100) });
const statuses = z.array(z.looseObject({ id: z.string().max(100), uri: z.string() }));

const PAGE = 40;
const MAX_PAGES = 5;

/**
 * Looks whether a server still shows an object of ours: in the list of its author's statuses in the client API of Mastodon,
 * which most servers of the fediverse have and show to everybody.
 *
 * @param acct the author, as `handle@host`
 * @returns undefined where the server runs Consilium; "unclear" where it does not show such lists, or does not answer
 */
export async function lookForCopy(
  fetcher: Pick<Fetcher, "fetch">,
  inbox: string,
  object: { readonly uri: string; readonly acct: string },
): Promise<Exclude<RecallAnswer, "receipt"> | undefined> {
  const { origin } = new URL(inbox);
  const get = async (path: string): Promise<Response> =>
    fetcher.fetch(new URL(path, origin), { headers: { accept: "application/json" } });
  try {
    if ((await softwareOf(get, origin)) === "consilium") return undefined;
    const found = await get(`/api/v1/accounts/lookup?acct=${encodeURIComponent(object.acct)}`);
    // Whoever knows no author shows nothing of theirs; whoever has no such API answers with a page.
    if (found.status === 404 && isJson(found)) return "absent";
    const author = found.ok ? account.safeParse(await readJson(found)).data : undefined;
    return author === undefined ? "unclear" : await amongStatuses(get, author.id, object.uri);
  } catch (error) {
    if (error instanceof NetError) return "unclear";
    throw error;
  }
}

type Get = (path: string) => Promise<Response>;

async function amongStatuses(
  get: Get,
  accountId: string,
  uri: string,
): Promise<Exclude<RecallAnswer, "receipt">> {
  const list = `/api/v1/accounts/${encodeURIComponent(accountId)}/statuses?limit=${PAGE}`;
  let before = "";
  for (let page = 0; page < MAX_PAGES; page++) {
    const response = await get(list + before);
    const read = response.ok ? statuses.safeParse(await readJson(response)).data : undefined;
    if (read === undefined) return "unclear";
    if (read.some((status) => status.uri === uri)) return "shown";
    const last = read.at(-1);
    if (last === undefined) return "absent";
    before = `&max_id=${encodeURIComponent(last.id)}`;
  }
  return "unclear";
}

/** What a server calls its software, by NodeInfo on its own origin; undefined where it does not say. */
async function softwareOf(get: Get, origin: string): Promise<string | undefined> {
  const index = await get("/.well-known/nodeinfo");
  const href = index.ok ? links.safeParse(await readJson(index)).data?.links.at(-1)?.href : undefined;
  if (href === undefined || !URL.canParse(href, origin) || new URL(href, origin).origin !== origin)
    return undefined;
  const info = await get(href);
  return info.ok ? nodeInfo.safeParse(await readJson(info)).data?.software.name : undefined;
}

const isJson = (response: Response): boolean =>
  response.headers.get("content-type")?.includes("json") === true;
