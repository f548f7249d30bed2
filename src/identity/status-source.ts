import type { Fetcher } from "#net/fetcher.ts";
import type { IssuerKeySource } from "./issuer-keys.ts";
import { keepLast } from "./keep-last.ts";
import { readStatusList, type StatusList } from "./status-list.ts";

/** Gives a status list that is good now; `undefined` where it cannot be had, or what is served is stale or forged. */
export type StatusListSource = (issuer: string, uri: string) => Promise<StatusList | undefined>;

interface Entry {
  readonly asked: number;
  readonly list: Promise<StatusList | undefined>;
  /** Until when it is used: `undefined` while it is being asked for. */
  until: number | undefined;
}

const RETRY_MS = 60_000;
const MAX_LISTS = 1000;
const MAX_BYTES = 512 * 1024;

/**
 * Remembers status lists for as long as they are good, the thousand last asked for. A list that could not be had is asked
 * for again after a minute at the earliest; callers at the same time share one request. Only lists at the issuer's own
 * origin are fetched: whoever presents an attestation cannot have this server ask a third one.
 * @param now the time in milliseconds.
 */
export function createStatusListSource(
  fetcher: Pick<Fetcher, "fetch">,
  issuerKeys: IssuerKeySource,
  now: () => number,
): StatusListSource {
  const entries = new Map<string, Entry>();

  const ask = (issuer: string, uri: string): Entry => {
    const list = fetchStatusList(fetcher, issuerKeys, issuer, uri, new Date(now())).catch(() => undefined);
    const entry: Entry = { asked: now(), until: undefined, list };
    void list.then((found) => (entry.until = found?.goodUntil.getTime() ?? entry.asked + RETRY_MS));
    return entry;
  };

  return async (issuer, uri) => {
    if (URL.parse(uri)?.origin !== issuer) return undefined;
    const known = entries.get(uri);
    const isUsable = known !== undefined && (known.until === undefined || now() < known.until);
    const entry = isUsable ? known : ask(issuer, uri);
    keepLast(entries, uri, entry, MAX_LISTS);
    const list = await entry.list;
    return list !== undefined && now() < list.goodUntil.getTime() ? list : undefined;
  };
}

async function fetchStatusList(
  fetcher: Pick<Fetcher, "fetch">,
  issuerKeys: IssuerKeySource,
  issuer: string,
  uri: string,
  now: Date,
): Promise<StatusList> {
  const response = await fetcher.fetch(uri, {
    headers: { accept: "application/statuslist+jwt" },
    // Followed, a redirect could hand the answer to another host.
    redirect: "manual",
    maxBytes: MAX_BYTES,
  });
  if (response.status !== 200) throw new Error(`${uri} answers ${response.status}`);
  const token = await response.text();
  return await readStatusList(token, {
    uri,
    now,
    keys: async (algorithm, keyId) => {
      const keys = await issuerKeys(issuer, keyId);
      if (keys === undefined) throw new Error(`The keys of ${issuer} cannot be had`);
      return await keys(algorithm, keyId);
    },
  });
}
