import { html } from "hono/html";
import type { Html } from "./html.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const inFull = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
const dayAndMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const withYear = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

/**
 * How long ago `date` was, in the words of a colleague: "just now", "5 min ago", "3 h ago", "2 days ago", and from a week
 * on the day itself. A time ahead of us by less than two minutes is another server's clock and reads "just now"; further ahead reads "in 3 h".
 */
export function relativeTime(date: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - date.getTime()) / 1000);
  if (seconds < -2 * MINUTE) return ahead(-seconds, date, now);
  if (seconds < MINUTE) return "just now";
  const span = spanOf(seconds);
  return span === undefined ? calendarDay(date, now) : `${span} ago`;
}

function ahead(seconds: number, date: Date, now: Date): string {
  const span = spanOf(seconds);
  return span === undefined ? calendarDay(date, now) : `in ${span}`;
}

function spanOf(seconds: number): string | undefined {
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`;
  const days = Math.floor(seconds / DAY);
  if (days < 7) return days === 1 ? "1 day" : `${days} days`;
  return undefined;
}

const calendarDay = (date: Date, now: Date): string =>
  (date.getUTCFullYear() === now.getUTCFullYear() ? dayAndMonth : withYear).format(date);

/** A relative time that carries the exact one: for machines in `datetime`, for people in the tooltip (UTC, and it says so). */
export const when = (date: Date, now: Date): Html =>
  html`<time datetime="${date.toISOString()}" title="${inFull.format(date)} UTC"
    >${relativeTime(date, now)}</time
  >`;
