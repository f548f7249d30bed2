import { html, raw } from "hono/html";
import type { Html } from "./html.ts";

/** Hues that stay apart for most colour-blind eyes, and none of which reads as a warning. */
const HUES = [18, 42, 88, 150, 178, 204, 226, 262, 292, 330] as const;

const HEADS = [
  '<circle cx="24" cy="23" r="11.5"/>',
  '<rect x="13" y="11.5" width="22" height="23" rx="9"/>',
  '<path d="M24 11c7.5 0 11.5 5 11.5 11.5S30 35 24 35s-11.5-6-11.5-12.5S16.5 11 24 11z"/>',
  '<path d="M12.5 20a11.5 8.5 0 0 1 23 0v4a11.5 11.5 0 0 1-23 0z"/>',
] as const;

/** What grows on top: crest, cap, tufts, sweep, band. */
const CRESTS = [
  '<path d="M24 5.5c4 2.5 4.5 6 3 9h-6c-1.5-3-1-6.5 3-9z"/>',
  '<path d="M12.5 20a11.5 10 0 0 1 23 0c-6-3.5-17-3.5-23 0z"/>',
  '<path d="M13 17.5 12 7.5l8 4.5zM35 17.5l1-10-8 4.5z"/>',
  '<path d="M12 22C12 12 22 8 35.5 12 34 18 24 16 12 22z"/>',
  '<path d="M13.5 15.5h21v4h-21z"/>',
  '<path d="M16 13a4 4 0 0 1 5.5-4 4 4 0 0 1 5 0 4 4 0 0 1 5.5 4c-4-1.5-12-1.5-16 0z"/>',
] as const;

const EYES = [
  '<circle cx="19.5" cy="23.5" r="1.7"/><circle cx="28.5" cy="23.5" r="1.7"/>',
  '<path d="M17.5 23.5q2 2 4 0M26.5 23.5q2 2 4 0" fill="none" stroke-width="1.7" stroke-linecap="round"/>',
  '<path d="M22.8 23.5h2.4M16 23.5a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0M25.2 23.5a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0" fill="none" stroke-width="1.4"/>',
  '<path d="M18 22.5h3M27 22.5h3" fill="none" stroke-width="2.2" stroke-linecap="round"/>',
] as const;

const MOUTHS = [
  '<path d="m24 26 2.5 2.5L24 31.5l-2.5-3z"/>',
  '<path d="M21.5 29q2.5 2 5 0" fill="none" stroke-width="1.7" stroke-linecap="round"/>',
  '<path d="M22 29.5h4" fill="none" stroke-width="1.7" stroke-linecap="round"/>',
] as const;

/**
 * The face of a pseudonym: a calm little figure drawn from the handle alone, so it is the same everywhere and says nothing about
 * the person. Decoration: the pseudonym always stands beside it.
 */
export function face(handle: string): Html {
  const draw = dealer(handle);
  const hue = draw(HUES);
  const other = draw(HUES.filter((candidate) => candidate !== hue));
  const ink = `hsl(${other} 45% 18%)`;
  const crest = `hsl(${other} 40% 40%)`;
  return html`<svg class="face" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
    <rect width="48" height="48" fill="hsl(${hue} 48% 78%)" />
    <circle cx="24" cy="50" r="17" fill="${crest}" />
    <g fill="hsl(${hue} 55% 93%)">${raw(draw(HEADS))}</g>
    <g fill="${crest}">${raw(draw(CRESTS))}</g>
    <g fill="${ink}" stroke="${ink}" stroke-width="0">${raw(draw(EYES))}${raw(draw(MOUTHS))}</g>
  </svg>`;
}

/** Deals one of a list after another, decided by `seed` alone (FNV-1a to mix, then xorshift32 to go on). */
function dealer(seed: string): <Item>(items: readonly [Item, ...Item[]] | readonly Item[]) => Item {
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(seed)) state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  return (items) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    const item = items[state % items.length];
    if (item === undefined) throw new RangeError("Nothing to draw a face from");
    return item;
  };
}
