import { invalid, tooLarge } from "#domain/refusal.ts";

/** What a request says, from its query, its form or its JSON: text, files, lists and objects of them. */
export type Param = string | number | boolean | File | readonly Param[] | Params;
export interface Params {
  readonly [name: string]: Param;
}

type Growing = string | number | boolean | File | Growing[] | { [name: string]: Growing };

const MAX_FIELDS = 1000;
const MAX_DEPTH = 6;

/**
 * Reads names as Mastodon's clients write them: `name`, `list[]`, `object[key]`, `objects[0][key]`, nested up to six deep.
 *
 * @throws Refusal too-large for more than a thousand fields
 */
export function nest(fields: Iterable<readonly [string, string | File]>): Params {
  const root: { [name: string]: Growing } = {};
  let count = 0;
  for (const [name, value] of fields) {
    count += 1;
    if (count > MAX_FIELDS) throw tooLarge("", `A request has at most ${MAX_FIELDS} fields.`);
    const [first = "", ...keys] = name.split("[").map((part) => part.replace(/\]$/u, ""));
    if (keys.length > MAX_DEPTH) throw invalid(name.slice(0, 100), "This field is nested too deep.");
    put(root, [first, ...keys], value);
  }
  return root;
}

function put(
  at: { [name: string]: Growing },
  [key = "", ...rest]: readonly string[],
  value: string | File,
): void {
  // It would be no field but what the object inherits from.
  if (key === "__proto__") return;
  if (rest.length === 0) {
    at[key] = storable(value);
    return;
  }
  if (rest.length === 1 && rest[0] === "") {
    const list = at[key];
    if (Array.isArray(list)) list.push(storable(value));
    else at[key] = [storable(value)];
    return;
  }
  const known = at[key];
  const child = isGrowing(known) ? known : {};
  at[key] = child;
  put(child, rest, value);
}

/** Without what the database takes in no text: NUL, and halves of characters. */
const storable = <Value>(value: Value): Value | string =>
  typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value;

const isGrowing = (value: Growing | undefined): value is { [name: string]: Growing } =>
  typeof value === "object" && !Array.isArray(value) && !(value instanceof File);

/** What a JSON value says; null is the same as absent. `undefined` where it is none at all. */
export function fromJson(value: unknown, depth = 0): Param | undefined {
  if (typeof value === "string") return storable(value);
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null) return undefined;
  if (depth > MAX_DEPTH) throw invalid("", "The JSON is nested too deep.");
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => fromJson(item, depth + 1) ?? []);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) => {
      const param = fromJson(child, depth + 1);
      // Some clients write `media_ids[]` in JSON too.
      return param === undefined ? [] : [[name.replace(/\[\]$/u, ""), param]];
    }),
  );
}

export const isParams = (value: Param | undefined): value is Params =>
  typeof value === "object" && !Array.isArray(value) && !(value instanceof File);
