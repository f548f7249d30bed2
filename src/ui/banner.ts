import { html } from "hono/html";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";

/** `done`: something you did worked. `note`: good to know. `warning`: look before you go on. */
export type BannerKind = "done" | "note" | "warning";

const TITLES = { done: "Done", note: "Good to know", warning: "Careful" } as const;
const DRAWINGS = { done: "check", note: "about", warning: "alert" } as const;

/** A message at the top of a page; `done` and `warning` are read out when the page opens (GOV.UK notification banner). */
export const banner = (kind: BannerKind, words: string | Html): Html =>
  html`<div class="banner ${kind}" role="${kind === "note" ? "note" : "alert"}">
    ${icon(DRAWINGS[kind])}
    <div><b class="hidden-text">${TITLES[kind]}: </b>${words}</div>
  </div>`;
