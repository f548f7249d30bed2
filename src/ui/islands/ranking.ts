/** A diagnosis in the list that the answer form builds. */
export interface Entry {
  readonly text: string;
  /** "system:code", or empty. */
  readonly code: string;
}

/** Ranks, best first; a rank holds one or more tied diagnoses. May be empty while it is being built. */
export type Ranking = readonly (readonly Entry[])[];

/** Where a diagnosis stands: its rank, and its place among those tied there; both from 0. */
export interface Spot {
  readonly rank: number;
  readonly place: number;
}

/** The list after a change, where the diagnosis in question stands now, and what to read out. */
export interface Change {
  readonly ranking: Ranking;
  readonly spot?: Spot | undefined;
  readonly said: string;
}

export interface Limits {
  readonly ranks: number;
  readonly diagnoses: number;
}

const sizeOf = (ranking: Ranking): number => ranking.reduce((sum, rank) => sum + rank.length, 0);
const sameText = (one: string, other: string): boolean =>
  one.trim().toLocaleLowerCase("en") === other.trim().toLocaleLowerCase("en");

/** Puts a diagnosis on a rank of its own at the end, or beside those on the last rank when all ranks are in use. */
export function add(ranking: Ranking, entry: Entry, limits: Limits): Change {
  const text = entry.text.trim();
  if (text === "") return { ranking, said: "Type a diagnosis first." };
  if (ranking.some((rank) => rank.some((other) => sameText(other.text, text))))
    return { ranking, said: `${text} is in the list already.` };
  if (sizeOf(ranking) >= limits.diagnoses)
    return { ranking, said: `The list holds ${limits.diagnoses} diagnoses, which is the most.` };
  const added = { ...entry, text };
  const last = ranking.at(-1);
  if (ranking.length < limits.ranks || last === undefined)
    return settle([...ranking, [added]], added, (rank) => `${text} added on rank ${rank}.`);
  const said = (rank: number): string => `All ranks are in use: ${text} shares rank ${rank}.`;
  return settle([...ranking.slice(0, -1), [...last, added]], added, said);
}

/** Takes a diagnosis out; those below move up. */
export function remove(ranking: Ranking, spot: Spot): Change {
  const entry = ranking[spot.rank]?.[spot.place];
  if (entry === undefined) return { ranking, said: "" };
  return { ranking: without(ranking, entry), said: `${entry.text} removed.` };
}

/** One step up: out of a tie onto a rank of its own above it, otherwise past the rank above. */
export const moveUp = (ranking: Ranking, spot: Spot, limits: Limits): Change =>
  move(ranking, spot, limits, -1);
/** One step down: out of a tie onto a rank of its own below it, otherwise past the rank below. */
export const moveDown = (ranking: Ranking, spot: Spot, limits: Limits): Change =>
  move(ranking, spot, limits, 1);

function move(ranking: Ranking, spot: Spot, limits: Limits, step: -1 | 1): Change {
  const rank = ranking[spot.rank];
  const entry = rank?.[spot.place];
  if (rank === undefined || entry === undefined) return { ranking, said: "" };
  const said = (now: number): string => `${entry.text} is now on rank ${now} of ${settled.length}.`;
  let settled: Ranking;
  if (rank.length > 1 && ranking.length < limits.ranks) {
    const rest = rank.filter((other) => other !== entry);
    settled = ranking.toSpliced(spot.rank, 1, ...(step < 0 ? [[entry], rest] : [rest, [entry]]));
    return settle(settled, entry, said);
  }
  const beyond = ranking[spot.rank + step];
  if (beyond === undefined)
    return { ranking, spot, said: `${entry.text} is ${step < 0 ? "first" : "last"} already.` };
  // A tied diagnosis cannot have a rank of its own when all are in use: it joins its neighbours instead.
  settled =
    rank.length > 1
      ? ranking
          .with(
            spot.rank,
            rank.filter((other) => other !== entry),
          )
          .with(spot.rank + step, [...beyond, entry])
      : ranking.with(spot.rank, beyond).with(spot.rank + step, rank);
  return settle(settled, entry, said);
}

/** Puts a diagnosis beside those on the rank above. */
export function tie(ranking: Ranking, spot: Spot): Change {
  const entry = ranking[spot.rank]?.[spot.place];
  const above = ranking[spot.rank - 1];
  if (entry === undefined || above === undefined) return { ranking, spot, said: "Nothing stands above it." };
  const names = above.map((other) => other.text).join(" and ");
  const tied = ranking.with(spot.rank - 1, [...above, entry]);
  const rest = tied[spot.rank]?.filter((other) => other !== entry) ?? [];
  const settled = rest.length === 0 ? tied.toSpliced(spot.rank, 1) : tied.with(spot.rank, rest);
  return settle(settled, entry, (rank) => `${entry.text} is tied with ${names} on rank ${rank}.`);
}

/** Takes a diagnosis out of a tie, onto a rank of its own below it. */
export function untie(ranking: Ranking, spot: Spot, limits: Limits): Change {
  if (ranking.length >= limits.ranks)
    return { ranking, spot, said: `All ${limits.ranks} ranks are in use: tie others first.` };
  return moveDown(ranking, spot, limits);
}

function without(ranking: Ranking, entry: Entry): Ranking {
  return ranking.map((rank) => rank.filter((other) => other !== entry)).filter((rank) => rank.length > 0);
}

function settle(ranking: Ranking, entry: Entry, said: (rank: number) => string): Change {
  const rank = ranking.findIndex((entries) => entries.includes(entry));
  return { ranking, spot: { rank, place: ranking[rank]?.indexOf(entry) ?? 0 }, said: said(rank + 1) };
}
