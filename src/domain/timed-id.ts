/**
 * Ids of the client API. Clients sort by them and use them as places in a list (`max_id`), so an id holds the time of
 * what it names ahead of the row's own id: twelve hexadecimal digits of milliseconds, the UUID's thirty-two, and a letter
 * that says what it is.
 */
export interface TimedId<Kind extends string> {
  readonly kind: Kind;
  readonly publishedAt: Date;
  /** The row's UUID. */
  readonly id: string;
}

const FORM = /^([0-9a-f]{12})([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})([a-z])$/u;

/** @param letter says what it is */
export const writeTimedId = (
  letter: string,
  { publishedAt, id }: { publishedAt: Date; id: string },
): string =>
  Math.max(0, publishedAt.getTime()).toString(16).padStart(12, "0") + id.replaceAll("-", "") + letter;

/** Reads an id; `undefined` where it is none, or says that it is something not among `kinds`. */
export function readTimedId<Kind extends string>(
  kinds: Readonly<Record<string, Kind>>,
  text: string,
): TimedId<Kind> | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, time = "", a, b, c, d, e, letter = ""] = match;
  const kind = kinds[letter];
  if (kind === undefined) return undefined;
  return { kind, publishedAt: new Date(Number.parseInt(time, 16)), id: `${a}-${b}-${c}-${d}-${e}` };
}
