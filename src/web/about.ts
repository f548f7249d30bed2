import { html } from "hono/html";
import { countOpeningsByYear } from "#store/openings.ts";
import { listPeers } from "#store/peers.ts";
import { card } from "#ui/card.ts";
import { said } from "#ui/html.ts";
import type { WebApp, WebServices } from "./services.ts";
import { show } from "./show.ts";

/** Whose server this is, what holds here, and whom it trusts. */
export function aboutPage(app: WebApp, services: WebServices): void {
  const { instance } = services;
  const { institutionName, origin } = instance.config;

  app.get("/about", async (c) => {
    const trusted = (await listPeers(instance.db)).filter((peer) => peer.trust === "trusted");
    const opened = await countOpeningsByYear(instance.db);
    return show(
      services,
      c,
      { title: "About this institution", current: "about" },
      html`<div class="narrow stack wide">
        <header class="stack tight">
          <h1>${said(institutionName)}</h1>
          <p>
            This server belongs to ${said(institutionName)}, which verifies its own physicians and answers for
            what leaves its house. Its address is ${said(new URL(origin).host)}.
          </p>
        </header>
        ${card(
          { title: "Rules", id: "rules" },
          html`<ul class="bullets">
            <li>
              This is peer discussion between health professionals. The treating clinician decides, and
              answers for the decision.
            </li>
            <li>
              It is not for emergencies: “urgent” means hours, never minutes. In an emergency call your local
              emergency number.
            </li>
            <li>It is no diagnostic device and gives no advice to patients.</li>
            <li>
              No case may let a patient be recognised: no names, no dates, no places, no faces that are not
              needed.
            </li>
            <li>Nobody tries to find out who is behind a pseudonym, or who a patient is.</li>
          </ul>`,
        )}
        ${card(
          { title: "Who sees what", id: "audiences" },
          html`<ul class="bullets">
            <li>A case for this institution only never leaves this server.</li>
            <li>
              A case for trusted institutions goes to the ones named below, to verified colleagues there.
              Nobody else can find it.
            </li>
            <li>A public case can be read, copied and kept by anyone on the web, for ever.</li>
          </ul>`,
        )}
        ${card(
          {
            title: "Trusted institutions",
            id: "trusted",
            note: "Their physicians' opinions count here, and cases for trusted institutions go to them.",
          },
          trusted.length === 0
            ? html`<p>None yet.</p>`
            : html`<ul class="bullets">
                ${trusted.map(
                  ({ host, name }) =>
                    html`<li>
                      ${name === "" ? said(host) : html`${said(name)} <span class="soft">${said(host)}</span>`}
                    </li>`,
                )}
              </ul>`,
        )}
        ${card(
          { title: "Who is behind a pseudonym", id: "openings" },
          html`<p>
              ${
                instance.config.custodianKeys === undefined
                  ? "This institution keeps nothing that says it."
                  : "It is sealed when a physician is verified. Only two custodians together can open it, outside this server, for a reason that is on record. It does not protect from an operator who watches sign-ins as they happen."
              }
            </p>
            <p>${opened.length === 0 ? "No identity was ever opened." : "Identities opened, by year:"}</p>
            ${
              opened.length === 0
                ? ""
                : html`<ul class="bullets">
                    ${opened.map(({ year, n }) => html`<li>${year}: ${n}</li>`)}
                  </ul>`
            }`,
        )}
        ${card(
          { title: "Software", id: "software" },
          html`<p>
              Consilium, a free server for physicians' consultations over ActivityPub, under the GNU Affero
              General Public License, version 3 or later: whoever uses it here may ask this institution for
              the source of exactly what runs.
            </p>
            <p>
              <a href="/.well-known/nodeinfo">What this server says of itself to other servers</a> (NodeInfo)
            </p>`,
        )}
      </div>`,
    );
  });
}
