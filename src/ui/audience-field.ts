import { html } from "hono/html";
import { AUDIENCES } from "#domain/audience.ts";
import type { Fault } from "#domain/refusal.ts";
import { AUDIENCE_WORDS } from "#domain/words.ts";
import { radios } from "./field.ts";
import { count } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import { AUDIENCE_MEANS } from "./words.ts";

/** Who may see a case: one radio button (`audience`) for each audience, each with what it means. */
export const audienceField = (options: {
  readonly chosen: string;
  readonly faults: readonly Fault[];
  readonly trustedPeers: number;
}): Html =>
  radios({
    name: "audience",
    label: "Audience",
    faults: options.faults,
    value: options.chosen,
    choices: AUDIENCES.map((audience) => ({
      value: audience,
      words: html`<span class="with-icon"
        >${icon(audience)}${AUDIENCE_WORDS[audience]}${audience === "network" ? ` (${options.trustedPeers === 0 ? "none yet" : count(options.trustedPeers, "other institution", "other institutions")})` : ""}</span
      >`,
      hint: AUDIENCE_MEANS[audience],
    })),
  });
