import { signRequest } from "@fedify/fedify/sig";
import { type DocumentLoader, preloadedContexts, type RemoteDocument } from "@fedify/vocab-runtime";
import { Refusal, unavailable } from "#domain/refusal.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { readJson } from "#net/json.ts";
import { BoundedCache } from "./bounded-cache.ts";
import type { SigningKey } from "./keys.ts";

const ACTIVITY = "application/activity+json";
const ACCEPT = `${ACTIVITY}, application/ld+json; profile="https://www.w3.org/ns/activitystreams"`;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MAX_REDIRECTS = 3;
// A server that did not understand the newer kind of signature may say so in either way.
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403]);
const MAX_SHOWN = 200;
const CONTEXT_HOUR_MS = 3_600_000;

/**
 * Loads the contexts that documents name. Those that everybody uses are at hand; another one is fetched, unsigned, and
 * remembered for an hour.
 */
export function createContextLoader(fetcher: Pick<Fetcher, "fetch">): DocumentLoader {
  const fetched = new BoundedCache(
    async (url: string): Promise<RemoteDocument> => {
      const response = await fetcher.fetch(url, {
        headers: { accept: "application/ld+json, application/json" },
      });
      if (!response.ok) throw unavailable(`The context ${url} was answered with ${response.status}.`);
      return { contextUrl: null, documentUrl: response.url, document: await readJson(response) };
    },
    { max: 100, ttlMs: CONTEXT_HOUR_MS },
  );
  return async (url) => {
    const known = preloadedContexts[url];
    if (known !== undefined) return { contextUrl: null, documentUrl: url, document: known };
    const remote = await fetched.get(url);
    if (remote === undefined) throw unavailable(`The context ${url} cannot be had.`);
    return remote;
  };
}

/**
 * Loads documents of other servers with requests that are signed by one of our actors, so that servers which show
 * nothing to strangers answer, too. Each redirect is signed anew, since a signature covers the address.
 *
 * Only ActivityStreams media types are taken (CVE-2024-25623): an upload on somebody's server is not their document.
 *
 * @param signer gives the key, when it is needed
 * @throws Refusal not-found, unavailable; NetError
 */
export function createSignedLoader(
  fetcher: Pick<Fetcher, "fetch">,
  signer: () => Promise<SigningKey>,
): DocumentLoader {
  return async (url, options) => {
    const start = URL.parse(url);
    // What a document names as an address may be any text: trying again would not make it one.
    if (start === null) throw new Refusal("not-found", `“${url.slice(0, MAX_SHOWN)}” is no address.`);
    start.hash = "";
    const { url: at, response } = await followRedirects(start, async (next) =>
      signedGet(fetcher, next, await signer(), ACCEPT, options?.signal ?? null),
    );
    return toDocument(at, response);
  };
}

/**
 * Gets an address and whatever it redirects to, three times at most. A signature covers the address, so that each is asked
 * for by a request of its own.
 *
 * @param get asks for one address, without following redirects; may refuse to
 * @returns the last answer and where it came from
 * @throws Refusal unavailable where it redirects for longer, or to what is no address
 */
export async function followRedirects(
  start: URL,
  get: (url: URL) => Promise<Response>,
): Promise<{ readonly url: URL; readonly response: Response }> {
  let url = start;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await get(url);
    const location = response.headers.get("location");
    if (!REDIRECTS.has(response.status) || location === null) return { url, response };
    const next = URL.parse(location, url.href);
    if (next === null) throw unavailable(`${url.origin} redirects to what is not an address.`);
    url = next;
  }
  throw unavailable(`${start.origin} redirects more than ${MAX_REDIRECTS} times.`);
}

async function toDocument(url: URL, response: Response): Promise<RemoteDocument> {
  const where = `${url.origin}${url.pathname}`;
  if (!response.ok) throw refusalOf(where, response.status);
  const type = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== ACTIVITY && type !== "application/ld+json") {
    throw new Refusal("not-found", `${where} is ${type ?? "of no type"} and no ActivityStreams document.`);
  }
  return { contextUrl: null, documentUrl: url.href, document: await readJson(response) };
}

/** What an answer other than 2xx means: that there is nothing for us, or that there may be later. */
export function refusalOf(where: string, status: number): Refusal {
  const text = `${where} was answered with ${status}.`;
  const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return new Refusal(isFinal ? "not-found" : "unavailable", text);
}

/**
 * One GET, signed by RFC 9421, and by the older draft where that was refused. Redirects are not followed.
 */
export async function signedGet(
  fetcher: Pick<Fetcher, "fetch">,
  url: URL,
  key: SigningKey,
  accept: string,
  signal: AbortSignal | null = null,
  maxBytes?: number,
): Promise<Response> {
  const get = async (spec: "rfc9421" | "draft-cavage-http-signatures-12"): Promise<Response> => {
    const request = new Request(url, { headers: { accept } });
    const signed = await signRequest(request, key.privateKey, new URL(key.keyId), { spec });
    return fetcher.fetch(url, {
      headers: signed.headers,
      redirect: "manual",
      signal,
      ...(maxBytes !== undefined && { maxBytes }),
    });
  };
  const first = await get("rfc9421");
  return REFUSED.has(first.status) ? get("draft-cavage-http-signatures-12") : first;
}
