const UNITS = [
  ["day", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
] as const;

/** A length of time in its largest unit: "3 days", "5 h", "12 min", "4 s", "under a second". */
export function spanWords(milliseconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => milliseconds >= size) ?? ["", 1];
  if (unit === "") return "under a second";
  const n = Math.floor(milliseconds / length);
  return unit === "day" && n > 1 ? `${n} days` : `${n} ${unit}`;
}
