import type { Adapter, AdapterPayload } from "oidc-provider";

interface Entry {
  readonly payload: AdapterPayload;
  readonly expires: number;
}

// A sign-in leaves half a dozen entries; the default store of oidc-provider forgets after a thousand or two, mid-way.
const MAX_ENTRIES = 100_000;

/** Makes the provider's storage: in memory, gone with the process, the oldest entries dropped beyond a hundred thousand. */
export function createOpenIdStore(now: () => number = Date.now): (model: string) => Adapter {
  const entries = new Map<string, Entry>();
  const idsByUid = new Map<string, string>();

  const drop = (key: string): void => {
    const uid = entries.get(key)?.payload.uid;
    if (uid !== undefined) idsByUid.delete(uid);
    entries.delete(key);
  };

  return (model) => {
    const keyOf = (id: string): string => `${model}:${id}`;
    const find = (id: string): AdapterPayload | undefined => {
      const entry = entries.get(keyOf(id));
      if (entry !== undefined && entry.expires > now()) return entry.payload;
      drop(keyOf(id));
      return undefined;
    };
    return {
      async upsert(id, payload, expiresIn) {
        const expires = expiresIn === undefined ? Number.POSITIVE_INFINITY : now() + expiresIn * 1000;
        drop(keyOf(id));
        entries.set(keyOf(id), { payload, expires });
        if (payload.uid !== undefined) idsByUid.set(payload.uid, id);
        const [oldest] = entries.keys();
        if (entries.size > MAX_ENTRIES && oldest !== undefined) drop(oldest);
      },
      find: async (id) => find(id),
      findByUid: async (uid) => find(idsByUid.get(uid) ?? ""),
      // Only the device flow has user codes, and it is off.
      findByUserCode: async () => undefined,
      async consume(id) {
        const payload = find(id);
        if (payload !== undefined) payload.consumed = Math.floor(now() / 1000);
      },
      async destroy(id) {
        drop(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of entries) if (payload.grantId === grantId) drop(key);
      },
    };
  };
}
