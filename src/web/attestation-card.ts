import { html } from "hono/html";
import type { Trust } from "#domain/peer.ts";
import { card } from "#ui/card.ts";
import { type Html, said } from "#ui/html.ts";
import type { PersonView } from "#ui/person.ts";
import { standing } from "#ui/who.ts";

const onDay = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** What is vouched for about a persona, by whom, until when, and what that is worth here. */
export function attestationCard(options: {
  readonly person: PersonView;
  readonly actor: {
    readonly local: boolean;
    readonly host: string;
    readonly verified: { readonly until: string } | null;
  };
  /** What this institution thinks of a remote one; absent for our own personas. */
  readonly trust: Trust | undefined;
}): Html {
  const { person, actor, trust } = options;
  const { verified } = person;
  if (verified === undefined || actor.verified === null) {
    return card(
      { title: "Attestation", id: "attestation" },
      html`<p>Nobody vouches for this account: what it writes is shown as comments and never counts.</p>`,
    );
  }
  return card(
    { title: "Attestation", id: "attestation", beside: standing(person) },
    html`<dl class="facts">
        <dt>Vouched for by</dt>
        <dd><span>${said(person.institution)}${actor.local ? " (this institution)" : ""}</span></dd>
        <dt>Valid until</dt>
        <dd>${onDay.format(new Date(actor.verified.until))}, and renewed for as long as it is true</dd>
        ${
          trust === undefined
            ? ""
            : html`<dt>Trust here</dt>
                <dd>${TRUST_WORDS[trust]}</dd>`
        }
      </dl>
      <details>
        <summary>What is this?</summary>
        <p class="said">
          The institution has checked with its own records that a real colleague stands behind this pseudonym,
          and signs a statement with their profession and specialty. It never says who they are. Any other
          institution can check the signature by itself; it runs out after some days unless it is renewed.
        </p>
      </details>`,
  );
}

const TRUST_WORDS: Readonly<Record<Trust, string>> = {
  trusted: "This institution trusts theirs: their opinions count.",
  unknown: "This institution has not decided about theirs yet: their opinions are shown as comments.",
  limited: "This institution limits theirs: their opinions are shown as comments.",
  blocked: "This institution blocks theirs: nothing new comes from there.",
};
