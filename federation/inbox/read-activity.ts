import { jsonDepthExceeds } from "#net/json.ts";
import { type Activity, activityShape, hostOf } from "../remote/wire.ts";

/** How deep a document may be nested; no server's are a quarter as deep. */
const MAX_DEPTH = 64;

/** An activity as we read it, and the whole document as it came. */
export interface ReadActivity {
  readonly activity: Activity;
  readonly document: Readonly<Record<string, unknown>>;
}

/**
 * Reads an activity from the text of a request.
 *
 * @returns what is wrong with it, in words, where it cannot be taken
 */
export function readActivity(text: string): ReadActivity | { readonly fault: string } {
  if (jsonDepthExceeds(text, MAX_DEPTH))
    return { fault: `The activity is nested more than ${MAX_DEPTH} deep.` };
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { fault: "The body is no JSON document." };
  }
  if (!isObject(document)) return { fault: "An activity is a JSON object." };
  // PostgreSQL keeps neither, and no language is written with them.
  if (holdsBrokenText(document)) return { fault: "The activity holds NUL characters or lone surrogates." };
  const read = activityShape.safeParse(document);
  if (!read.success)
    return { fault: "An activity is an object with an id (an address), a type and an actor." };
  const host = hostOf(read.data.actor);
  if (host === undefined || host !== hostOf(read.data.id)) {
    return { fault: "The id of an activity is on its actor's own server." };
  }
  return { activity: read.data, document };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether any text or name in a JSON value has NUL characters or halves of characters. No recursion. */
function holdsBrokenText(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string") {
      if (isBroken(next)) return true;
    } else if (typeof next === "object" && next !== null) {
      for (const [name, child] of Object.entries(next)) {
        if (isBroken(name)) return true;
        left.push(child);
      }
    }
  }
  return false;
}

const isBroken = (text: string): boolean => text.includes("\0") || !text.isWellFormed();
