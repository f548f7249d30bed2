import { html } from "hono/html";
import { restoreAttestation } from "#actions/restore-attestation.ts";
import { revokeAttestation } from "#actions/revoke-attestation.ts";
import { MAX_REASON_CHARACTERS } from "#domain/reason.ts";
import { Refusal } from "#domain/refusal.ts";
import { listRevocations } from "#store/attestation-statuses.ts";
import { card } from "#ui/card.ts";
import { chip } from "#ui/chips.ts";
import { empty } from "#ui/empty.ts";
import { errorSummary } from "#ui/errors.ts";
import { textArea, textField } from "#ui/field.ts";
import { type Html, said } from "#ui/html.ts";
import { when } from "#ui/when.ts";
import { doneAt } from "../done.ts";
import { formText, readForm } from "../form.ts";
import { verifiedOf } from "../person-view.ts";
import { statusOf } from "../refusals.ts";
import type { WebApp, WebContext, WebServices } from "../services.ts";
import { administratorOf } from "../viewer.ts";
import { showManage } from "./layout.ts";

const PATH = "/manage/attestations";
const SHOWN = 100;

type Revocation = Awaited<ReturnType<typeof listRevocations>>[number];

interface Entered {
  readonly handle: string;
  readonly reason: string;
  readonly refusal?: Refusal;
}

/** Where an administrator takes back what the institution says of a persona, and sees what was taken back. */
export function attestationsPage(app: WebApp, services: WebServices): void {
  const { instance } = services;

  app.get(PATH, (c) => {
    administratorOf(c);
    return showAttestations(services, c, { handle: c.req.query("persona") ?? "", reason: "" });
  });

  app.post(`${PATH}/revoke`, async (c) => {
    administratorOf(c);
    const form = await readForm(c);
    const entered = { handle: formText(form, "persona"), reason: formText(form, "reason") };
    try {
      await revokeAttestation(instance, c.get("member"), entered);
      return c.redirect(doneAt(PATH, "revoked"), 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
      return showAttestations(services, c, { ...entered, refusal: error });
    }
  });

  app.post(`${PATH}/restore`, async (c) => {
    administratorOf(c);
    await restoreAttestation(instance, c.get("member"), formText(await readForm(c), "persona"));
    return c.redirect(doneAt(PATH, "restored"), 303);
  });
}

async function showAttestations(services: WebServices, c: WebContext, entered: Entered): Promise<Response> {
  const { instance } = services;
  const revocations = await listRevocations(instance.db, SHOWN);
  const faults = entered.refusal?.faults ?? [];
  return showManage(
    services,
    c,
    {
      title: "Attestations",
      section: PATH,
      faulty: entered.refusal !== undefined,
      status: entered.refusal && statusOf(entered.refusal),
    },
    html`${errorSummary(faults)}
      <div class="columns">
        ${card(
          {
            title: "Revoked",
            id: "revoked",
            note: "What was written before stays, and counts: it was valid when it was signed.",
          },
          revocations.length === 0
            ? empty({
                title: "Nothing is revoked",
                words: "Every attestation runs out by itself a week after it is no longer renewed.",
                drawing: "check",
              })
            : revocationTable(revocations, instance.clock()),
        )}
        ${revokeForm(entered)}
      </div>`,
  );
}

function revokeForm(entered: Entered): Html {
  const faults = entered.refusal?.faults ?? [];
  return card(
    {
      title: "Revoke an attestation",
      id: "revoke",
      note: "For cause only. Whoever leaves is suspended, and their attestation runs out.",
    },
    html`<form class="stack" method="post" action="${PATH}/revoke" novalidate>
      ${textField({
        name: "persona",
        label: "Persona",
        hint: "The handle, as their page shows it: quiet-heron",
        value: entered.handle,
        faults,
        required: true,
        maxLength: 200,
        autocomplete: "off",
      })}
      ${textArea({
        name: "reason",
        label: "Reason",
        hint: "Kept here, and shown to the physician. It never leaves this institution.",
        value: entered.reason,
        faults,
        required: true,
        maxLength: MAX_REASON_CHARACTERS,
      })}
      <p class="soft">
        At once: nothing can be posted under this pseudonym, nor under another of the same person. Other
        institutions learn of it within a quarter of an hour.
      </p>
      <p><button class="button danger">Revoke</button></p>
    </form>`,
  );
}

const revocationTable = (revocations: readonly Revocation[], now: Date): Html =>
  html`<table class="cards-on-phone">
    <thead>
      <tr>
        <th scope="col">Persona</th>
        <th scope="col">Revoked</th>
        <th scope="col">Reason</th>
        <th scope="col"><span class="hidden-text">Act</span></th>
      </tr>
    </thead>
    <tbody>
      ${revocations.map(
        (one) =>
          html`<tr>
            <th scope="row"><a href="/@${one.handle}">${said(one.pseudonym)}</a></th>
            <td data-label="Revoked">${when(one.revokedAt, now)}</td>
            <td data-label="Reason">${said(one.reason ?? "")}</td>
            <td>
              ${verifiedOf(one, now) === undefined ? restoreForm(one.handle) : chip("Restored", "good", "check")}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;

const restoreForm = (handle: string): Html =>
  html`<form method="post" action="${PATH}/restore">
    <input type="hidden" name="persona" value="${handle}" />
    <button class="button quiet">Restore</button>
  </form>`;
