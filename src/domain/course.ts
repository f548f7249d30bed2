import { type CourseEvent, MAX_COURSE_EVENTS } from "./case.ts";
import type { Checked, Fault } from "./refusal.ts";
import { cleanProse } from "./text.ts";

/**
 * "day -31: …", "Day 0 …", "d +14 – …", "−3: …". Without "day" it takes a colon and a space, so that neither "12 January"
 * nor "12:30" is a day; a range such as "day 12-14" is none either.
 */
const LINE =
  /^(?:(?:day|d)\s*(?<sign>[+\-−–]?)\s*(?<day>\d{1,6})(?:\s*:\s*|\s+[–—-]\s+|\s+)|(?<bareSign>[+\-−–]?)\s*(?<bareDay>\d{1,6})\s*:\s+)(?<event>(?=.*[\p{L}\p{N}]).+)$/iu;

/**
 * Reads the course of an illness from lines such as `day -31: terbinafine begun`, counted from presentation (day 0), and
 * puts them in the order of their days. Blank lines count for the numbering only.
 *
 * @returns faults of the field `course` that name each line that cannot be read by its number
 */
export function checkCourse(text: string): Checked<readonly CourseEvent[]> {
  const faults: Fault[] = [];
  const events: CourseEvent[] = [];
  for (const [place, line] of text.split(/\r\n?|\n/u).entries()) {
    const cleaned = cleanProse(line);
    if (cleaned === "") continue;
    const { sign, day, bareSign, bareDay, event } = LINE.exec(cleaned)?.groups ?? {};
    if (event === undefined) {
      const message = `Line ${place + 1} of the course is not an event: write it like “day -31: terbinafine begun”.`;
      faults.push({ field: "course", message });
      continue;
    }
    const days = Number(day ?? bareDay);
    // `0 - days`, since a minus sign before 0 would make −0.
    events.push({ day: /[-−–]/u.test(sign ?? bareSign ?? "") ? 0 - days : days, event });
  }
  if (events.length > MAX_COURSE_EVENTS || faults.length > MAX_COURSE_EVENTS) {
    const message = `Name at most ${MAX_COURSE_EVENTS} events of the course, one a line.`;
    return { ok: false, faults: [{ field: "course", message }] };
  }
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, value: events.sort((one, other) => one.day - other.day) };
}
