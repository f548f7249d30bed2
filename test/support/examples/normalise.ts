import { isDeepStrictEqual } from "node:util";
import { ACTOR_CONTEXT, OBJECT_CONTEXT } from "#federation/vocabulary.ts";

/** Where the institution and the other server of the capture really are, for the names that the examples give them. */
export interface Places {
  readonly here: string;
  readonly there: string;
}

/** The names of the examples. */
export const HERE = "https://northfield.example";
export const THERE = "https://southbank.example";

const PUBLISHED = "2026-03-02T09:30:00.000Z";
const CHANGED = "2026-03-02T10:15:00.000Z";
/** The start of the day of {@link PUBLISHED}, and a week later less some hours, in seconds. */
const ISSUED_AT = 1_772_409_600;
const EXPIRES_AT = 1_773_001_234;

/**
 * Makes captured documents the same on every run: addresses, ids, times, keys, signatures and everything else that
 * chance decides get stable values; what the software decides stays. Ids are numbered in the order in which they come.
 */
export class Normaliser {
  readonly #hosts: readonly (readonly [from: string, to: string])[];
  readonly #ids = new Map<string, string>();

  constructor({ here, there }: Places) {
    const host = (origin: string): string => new URL(origin).host;
    this.#hosts = [
      [here, HERE],
      [there, THERE],
      [host(here), host(HERE)],
      [host(there), host(THERE)],
      [encodeURIComponent(host(here)), host(HERE)],
      [encodeURIComponent(host(there)), host(THERE)],
    ];
  }

  /** A document as indented JSON. */
  json(document: unknown): string {
    return this.text(JSON.stringify(document, replaceValue, 2));
  }

  /** Any other text. */
  text(text: string): string {
    let stable = text;
    for (const [from, to] of this.#hosts) stable = stable.replaceAll(from, to);
    return stable
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu, (id) => this.#idOf(id))
      .replaceAll(/(?<=\/(?:accepts|receipts)\/)[0-9a-f]{32}/gu, "3f9c2a60b7d14e58c0a1f2e3d4b5a697")
      .replaceAll(/(?<=#update-)\d+/gu, String(Date.parse(CHANGED)));
  }

  #idOf(id: string): string {
    const known =
      this.#ids.get(id) ?? `0195539f-4ac0-7000-8000-${String(this.#ids.size + 1).padStart(12, "0")}`;
    this.#ids.set(id, known);
    return known;
  }
}

const KEYS: Readonly<Record<string, string | number>> = {
  publicKeyPem: "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…\n-----END PUBLIC KEY-----\n",
  publicKeyMultibase: "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
  proofValue: "z3FXQjecWufY46yg5abdVZsXqLhxhueuSoZgNSARiKBk9czhSePTFehP8c3PGfb6a22gkfUKods5D2UAUL5n2Brbx",
  blurhash: "LKO2?U%2Tw=w]~RBVZRi};RPxuwH",
  x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
  kid: "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
  idx: 4711,
  iat: ISSUED_AT,
  exp: EXPIRES_AT,
  salt: "2GLC42sKQveCfGfryNRN9w",
  updated: CHANGED,
  deleted: CHANGED,
  created: `${PUBLISHED.slice(0, 19)}Z`,
};

/** For JSON.stringify. */
function replaceValue(name: string, value: unknown): unknown {
  if (Object.hasOwn(KEYS, name)) return KEYS[name];
  if (name === "@context") return contextOf(value);
  if (name === "_sd" && Array.isArray(value)) return value.map((_, place) => DIGESTS[place] ?? "");
  if (typeof value !== "string") return value;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u.test(value)) return PUBLISHED;
  if (/^eyJ[\w-]+\.[\w-]+\.[\w-]+~/u.test(value))
    return "eyJ0eXAiOiJkYytzZC1qd3QiLCJhbGciOiJFZERTQSIsImtpZCI6…~WyIyR0xDNDJz…~";
  return value;
}

const DIGESTS = [
  "1UsUsoX1GXxm0pZ_a5KGzWLWFHnvJl9LGLvTqGYzyVk",
  "8sVfFXJ3gZgKiwgMuyyPz2X0vBcNfFZ4S0rNnvYqBYs",
  "Dx-6hjvrcxNzF0slU6ukNmzHoL-YvBN-tFa0T8X-bY0",
  "ej5bMBo7vGVzSPWZ1QHw3i8g2LVVFXTYJ0yTSnyRQ4E",
];

/** The two contexts are printed once each; everywhere else a name stands for them. */
function contextOf(context: unknown): unknown {
  if (isDeepStrictEqual(context, OBJECT_CONTEXT)) return "(the context of objects)";
  if (isDeepStrictEqual(context, ACTOR_CONTEXT)) return "(the context of actors)";
  return context;
}
