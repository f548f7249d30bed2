import { html } from "hono/html";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { type Trust, TRUSTS } from "#domain/peer.ts";
import { Refusal } from "#domain/refusal.ts";
import { listPeers, type PeerRow } from "#store/peers.ts";
import { card } from "#ui/card.ts";
import { chip, type Tone } from "#ui/chips.ts";
import { errorSummary } from "#ui/errors.ts";
import { radios, textField } from "#ui/field.ts";
import { type Html, said } from "#ui/html.ts";
import { when } from "#ui/when.ts";
import { doneAt } from "../done.ts";
import { formText, readForm } from "../form.ts";
import { statusOf } from "../refusals.ts";
import type { WebApp, WebContext, WebServices } from "../services.ts";
import { administratorOf } from "../viewer.ts";
import { showManage } from "./layout.ts";

const TRUST: Readonly<
  Record<Trust, { readonly words: string; readonly means: string; readonly tone: Tone }>
> = {
  trusted: {
    words: "Trusted",
    means: "Cases for trusted institutions go there, and its physicians' opinions count here.",
    tone: "good",
  },
  unknown: {
    words: "Not decided",
    means: "Public cases are exchanged. Opinions from there are shown as comments and do not count.",
    tone: "plain",
  },
  limited: {
    words: "Limited",
    means: "What comes from there is taken, but nothing of ours is sent to its followers.",
    tone: "warning",
  },
  blocked: {
    words: "Blocked",
    means: "Nothing is taken from there and nothing is sent there.",
    tone: "urgent",
  },
};
/** The order in which an administrator chooses. */
const CHOICES: readonly Trust[] = ["trusted", "unknown", "limited", "blocked"];

interface Entered {
  readonly host: string;
  readonly trust: string;
  readonly refusal: Refusal;
}

/** The other institutions and what this one thinks of each. */
export function peersPage(app: WebApp, services: WebServices): void {
  app.get("/manage/peers", (c) => {
    administratorOf(c);
    return showPeers(services, c);
  });

  app.post("/manage/peers", async (c) => {
    const { accountId } = administratorOf(c);
    const form = await readForm(c);
    const [host, trust] = [formText(form, "host"), formText(form, "trust")];
    try {
      await setPeerTrust(services.instance, host, trust, { kind: "account", id: accountId });
      return c.redirect(doneAt("/manage/peers", "trust"), 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
      return showPeers(services, c, { host, trust, refusal: error });
    }
  });
}

async function showPeers(services: WebServices, c: WebContext, entered?: Entered): Promise<Response> {
  const { instance } = services;
  const peers = await listPeers(instance.db);
  const faults = entered?.refusal.faults ?? [];
  return showManage(
    services,
    c,
    {
      title: "Peers",
      section: "/manage/peers",
      faulty: entered !== undefined,
      status: entered && statusOf(entered.refusal),
    },
    html`${errorSummary(faults)}
      <div class="columns">
        ${card(
          { title: "Institutions and servers", id: "peers" },
          peers.length === 0
            ? html`<p>
                None yet. Add the first beside; others appear once something is exchanged with them.
              </p>`
            : peerTable(peers, instance.clock()),
        )}
        ${card(
          { title: "Add a peer", id: "add", note: "Or change one: its address again, with other trust." },
          html`<form class="stack" method="post" action="/manage/peers">
            ${textField({
              name: "host",
              label: "Address",
              hint: "Such as cases.hospital.example",
              value: entered?.host,
              faults,
              required: true,
              maxLength: 300,
              autocomplete: "off",
              inputmode: "url",
            })}
            ${radios({
              name: "trust",
              label: "Trust",
              value: entered?.trust ?? "trusted",
              faults,
              choices: CHOICES.map((trust) => ({
                value: trust,
                words: TRUST[trust].words,
                hint: TRUST[trust].means,
              })),
            })}
            <p><button class="button">Save</button></p>
          </form>`,
        )}
      </div>`,
  );
}

const peerTable = (peers: readonly PeerRow[], now: Date): Html =>
  html`<table class="cards-on-phone">
    <thead>
      <tr>
        <th scope="col">Peer</th>
        <th scope="col">Trust</th>
        <th scope="col">Deliveries</th>
        <th scope="col">Change trust</th>
      </tr>
    </thead>
    <tbody>
      ${peers.map(
        (peer) =>
          html`<tr>
            <th scope="row">
              ${peer.name === "" ? "" : html`<b>${said(peer.name)}</b><br />`}<a
                href="/@institution@${peer.host}"
                >${said(peer.host)}</a
              >
            </th>
            <td data-label="Trust">${chip(TRUST[peer.trust].words, TRUST[peer.trust].tone)}</td>
            <td data-label="Deliveries">${health(peer, now)}</td>
            <td>${trustForm(peer)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

function health(peer: PeerRow, now: Date): Html {
  if (peer.failures > 0) {
    return html`<div class="stack tight">
      ${chip(`${peer.failures} failed`, "warning", "alert")}
      ${peer.lastError === null ? "" : html`<p class="soft">${said(peer.lastError)}</p>`}
    </div>`;
  }
  const { lastDeliveredAt: delivered, lastFailedAt: refused } = peer;
  if (refused !== null && (delivered === null || refused >= delivered)) {
    return html`<div class="stack tight">
      ${chip("Refused", "warning", "alert")}
      <p class="soft">${when(refused, now)}: ${said(peer.lastError ?? "")}</p>
    </div>`;
  }
  return peer.lastDeliveredAt === null
    ? html`<span class="soft">nothing sent yet</span>`
    : html`<span class="soft">last ${when(peer.lastDeliveredAt, now)}</span>`;
}

const trustForm = (peer: PeerRow): Html =>
  html`<form class="row" method="post" action="/manage/peers">
    <input type="hidden" name="host" value="${peer.host}" />
    <label class="hidden-text" for="trust-${peer.id}">Trust in ${peer.host}</label>
    <select class="input short" name="trust" id="trust-${peer.id}">
      ${TRUSTS.map((trust) => html`<option value="${trust}" ${trust === peer.trust ? html` selected` : ""}>${TRUST[trust].words}</option>`)}
    </select>
    <button class="button quiet">Save<span class="hidden-text"> trust in ${peer.host}</span></button>
  </form>`;
