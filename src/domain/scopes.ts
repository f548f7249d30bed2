/** What an app may be allowed to do; the names are Mastodon's ("OAuth scopes" in its documentation). */
const READ = [
  "accounts",
  "blocks",
  "bookmarks",
  "favourites",
  "filters",
  "follows",
  "lists",
  "mutes",
  "notifications",
  "search",
  "statuses",
] as const;
const WRITE = [
  "accounts",
  "blocks",
  "bookmarks",
  "conversations",
  "favourites",
  "filters",
  "follows",
  "lists",
  "media",
  "mutes",
  "notifications",
  "reports",
  "statuses",
] as const;

export type Scope =
  | "read"
  | "write"
  | "follow"
  | "push"
  | "profile"
  | `read:${(typeof READ)[number]}`
  | `write:${(typeof WRITE)[number]}`;

/** Every scope, the wide ones first. */
export const SCOPES: readonly Scope[] = [
  "read",
  "write",
  "follow",
  "push",
  "profile",
  ...READ.map((part) => `read:${part}` as const),
  ...WRITE.map((part) => `write:${part}` as const),
];

/** What an app gets that does not say what it wants. */
export const DEFAULT_SCOPES: readonly Scope[] = ["read"];

/** The parts of read and write that the old scope `follow` stands for. */
const FOLLOW: readonly Scope[] = [
  "read:blocks",
  "read:follows",
  "read:mutes",
  "write:blocks",
  "write:follows",
  "write:mutes",
];

/** Whether what was granted includes `wanted`, itself or by a wider scope. */
export function grants(granted: readonly Scope[], wanted: Scope): boolean {
  const [wide] = wanted.split(":");
  return granted.some(
    (scope) => scope === wanted || scope === wide || (scope === "follow" && FOLLOW.includes(wanted)),
  );
}

/** Whether everything in `wanted` was granted. */
export const grantsAll = (granted: readonly Scope[], wanted: readonly Scope[]): boolean =>
  wanted.every((scope) => grants(granted, scope));

/** Scopes that the administrators of other servers have; nothing here is allowed by them. */
const ADMINISTRATION = /^admin:(read|write)(:[a-z_]+)?$/u;

/**
 * Reads scopes parted by spaces (RFC 6749, section 3.3), each once. Scopes of administration, which some apps always ask
 * for, are left out: they allow nothing here.
 *
 * @returns the scopes, {@link DEFAULT_SCOPES} where there is none, or the first that is unknown
 */
export function readScopes(
  text: string,
):
  | { readonly ok: true; readonly scopes: readonly Scope[] }
  | { readonly ok: false; readonly unknown: string } {
  const scopes = new Set<Scope>();
  for (const name of text.split(/[\s+]+/u).filter((part) => part !== "")) {
    const scope = SCOPES.find((one) => one === name);
    if (scope !== undefined) scopes.add(scope);
    else if (!ADMINISTRATION.test(name)) return { ok: false, unknown: name };
  }
  return { ok: true, scopes: scopes.size === 0 ? DEFAULT_SCOPES : [...scopes] };
}

const WORDS: Readonly<Record<string, string>> = {
  accounts: "profiles",
  blocks: "whom you block",
  bookmarks: "your bookmarks",
  conversations: "your conversations",
  favourites: "your favourites",
  filters: "your filters",
  follows: "whom you follow",
  lists: "your lists",
  media: "pictures",
  mutes: "whom you mute",
  notifications: "your notifications",
  reports: "reports to the moderators",
  search: "search",
  statuses: "cases, opinions and comments",
};

const WIDE_WORDS: Readonly<Record<string, string>> = {
  read: "Read everything that you see here",
  write: "Post, answer and change everything that you can",
  follow: "See and change whom you follow, mute and block",
  push: "Send you notifications",
  profile: "See your pseudonym and profile",
};

/** What a scope allows, for the person who is asked: "Read everything that you see here". */
export function scopeWords(scope: Scope): string {
  const [verb, part = ""] = scope.split(":");
  return WIDE_WORDS[scope] ?? `${verb === "read" ? "See" : "Send and change"} ${WORDS[part] ?? part}`;
}
