import { html, raw } from "hono/html";
import type { Html } from "./html.ts";

/** Drawn on a 24 by 24 grid with a line of 1.75. */
const DRAWINGS = {
  "sign-in": '<path d="M10 4h9v16h-9M4 12h11M11.5 8.5 15 12l-3.5 3.5"/>',
  home: '<path d="M4 11.2 12 4l8 7.2V20h-5.5v-5.5h-5V20H4z"/>',
  streams: '<path d="m12 4 8.5 4.3L12 12.6 3.5 8.3zM3.5 12.4 12 16.7l8.5-4.3M3.5 16.4 12 20.7l8.5-4.3"/>',
  ask: '<path d="M12 5v14M5 12h14"/>',
  notifications: '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4"/>',
  you: '<circle cx="12" cy="8.5" r="4"/><path d="M4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6"/>',
  search: '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5.5 5.5"/>',
  manage:
    '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2.2"/><circle cx="9" cy="17" r="2.2"/>',
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  clock: '<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>',
  institution: '<path d="M4 20h16M6 20V6h8v14M14 10h4v10M9 9.5h2M9 13h2M9 16.5h2"/>',
  network:
    '<circle cx="6" cy="7" r="2.5"/><circle cx="18" cy="7" r="2.5"/><circle cx="12" cy="18" r="2.5"/><path d="M8.5 7h7M7.2 9.2l3.6 6.6M16.8 9.2l-3.6 6.6"/>',
  public:
    '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c3 3 3 14 0 17M12 3.5c-3 3-3 14 0 17"/>',
  hidden:
    '<path d="M4 4l16 16M9.5 5.8A9.5 9.5 0 0 1 21 12a13 13 0 0 1-2.3 3.2M6.2 7.5A13 13 0 0 0 3 12c2.5 4.5 7.5 7.5 12 5.7M9.9 9.9a3 3 0 0 0 4.2 4.2"/>',
  photo:
    '<rect x="3.5" y="6" width="17" height="13" rx="2"/><circle cx="12" cy="12.5" r="3.5"/><path d="M8 6l1.5-2h5L16 6"/>',
  about: '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.5"/>',
  alert: '<path d="M12 4 2.8 20h18.4zM12 10v4.5M12 17v.5"/>',
} as const;

export type IconName = keyof typeof DRAWINGS;

/** A small drawing beside words. Screen readers skip it, so the words must say it all. */
export const icon = (name: IconName): Html =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${raw(DRAWINGS[name])}
  </svg>`;
