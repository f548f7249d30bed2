import { RateLimit } from "#domain/rate-limit.ts";

/** More than a ward behind one address, or a crawler in a hurry, asks for. */
const ADDRESS = { perSecond: 50, burst: 1000, maxKeys: 50_000 } as const;
/** Refusals at the inboxes by one address: honest software makes few, and each can cost a look at another server. */
const REFUSED = { perSecond: 2, burst: 100, maxKeys: 50_000 } as const;
/** What one server sends or fetches: a peer that was down for a weekend brings thousands at once. */
const PEER = { perSecond: 200, burst: 10_000, maxKeys: 10_000 } as const;

const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403]);
const isInbox = (path: string): boolean => path.endsWith("/inbox");

/** How much each asker is let in; each web process counts for itself. */
export interface Doors {
  /** Before a request is looked at. @returns the answer where it is one too many */
  readonly knock: (address: string | undefined, path: string) => Response | undefined;
  /** After it was answered: who is refused at an inbox again and again is not let in there for a while. */
  readonly left: (address: string | undefined, path: string, status: number) => void;
  /** Once it is known which server signed it. */
  readonly peer: (host: string) => Response | undefined;
}

/** Opens the doors of a process. */
export function openDoors(): Doors {
  const [addresses, refused, peers] = [new RateLimit(ADDRESS), new RateLimit(REFUSED), new RateLimit(PEER)];
  /** Until when an address is kept out; the limit of refusals decides. */
  const keptOut = new Map<string, number>();
  const now = (): number => performance.now();
  return {
    knock(address, path) {
      if (address === undefined) return undefined;
      const until = isInbox(path) ? keptOut.get(address) : undefined;
      if (until !== undefined && until > now()) return tooMany(Math.ceil((until - now()) / 1000));
      const wait = addresses.take(address, now());
      return wait && tooMany(wait.waitSeconds);
    },
    left(address, path, status) {
      if (address === undefined || !isInbox(path) || !REFUSALS.has(status)) return;
      const wait = refused.take(address, now());
      if (wait === undefined) return;
      if (keptOut.size >= REFUSED.maxKeys) keptOut.clear();
      keptOut.set(address, now() + wait.waitSeconds * 1000);
    },
    peer(host) {
      const wait = peers.take(host, now());
      return wait && tooMany(wait.waitSeconds);
    },
  };
}

/** RFC 6585, section 4: with the time after which the next one is let in. */
const tooMany = (seconds: number): Response =>
  Response.json(
    { error: `Too many requests: the next one is taken in ${seconds} s.` },
    { status: 429, headers: { "retry-after": String(seconds) } },
  );
