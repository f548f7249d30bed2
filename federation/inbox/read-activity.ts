import { jsonDepthExceeds } from "#net/json.ts";
import { type Activity, activityShape, hostOf } from "../remote/wire.ts";

/** How deep a document may be nested; no server's are a quarter as deep. */
const MAX_DEPTH = 64;

/**
 * Reads an activity from the text of a request.
 *
 * @returns what is wrong with it, in words, where it cannot be taken
 */
export function readActivity(text: string): { readonly activity: Activity } | { readonly fault: string } {
  if (jsonDepthExceeds(text, MAX_DEPTH))
    return { fault: `The activity is nested more than ${MAX_DEPTH} deep.` };
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { fault: "The body is no JSON document." };
  }
  // PostgreSQL keeps neither, and no language is written with them.
  if (/\\u0000/iu.test(text) || text.includes("\0") || hasLoneSurrogate(text, document)) {
    return { fault: "The activity holds NUL characters or lone surrogates." };
  }
  const read = activityShape.safeParse(document);
  if (!read.success)
    return { fault: "An activity is an object with an id (an address), a type and an actor." };
  const host = hostOf(read.data.actor);
  if (host === undefined || host !== hostOf(read.data.id)) {
    return { fault: "The id of an activity is on its actor's own server." };
  }
  return { activity: read.data };
}

/** An escape may stand for half a character; what is written out again has an escape only where it does. */
const hasLoneSurrogate = (text: string, document: unknown): boolean =>
  HALF.test(text) && HALF.test(JSON.stringify(document));

const HALF = /\\ud[89a-f]/iu;
