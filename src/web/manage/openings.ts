import { html } from "hono/html";
import { approveOpening } from "#actions/approve-opening.ts";
import { releaseSeal } from "#actions/release-seal.ts";
import { requestOpening } from "#actions/request-opening.ts";
import { type OpeningId, parseId } from "#domain/ids.ts";
import { isOwnPersona, type Member } from "#domain/member.ts";
import { openFrom, OPENING_REASONS, whyNotApprove } from "#domain/opening.ts";
import { MAX_REASON_CHARACTERS } from "#domain/reason.ts";
import { notFound, Refusal } from "#domain/refusal.ts";
import { listOpenings, type OpeningRow } from "#store/openings.ts";
import { card } from "#ui/card.ts";
import { chip } from "#ui/chips.ts";
import { empty } from "#ui/empty.ts";
import { errorSummary } from "#ui/errors.ts";
import { radios, textArea, textField } from "#ui/field.ts";
import { type Html, said } from "#ui/html.ts";
import { when } from "#ui/when.ts";
import { doneAt } from "../done.ts";
import { formText, readForm } from "../form.ts";
import { statusOf } from "../refusals.ts";
import type { WebApp, WebContext, WebServices } from "../services.ts";
import { showManage } from "./layout.ts";

const PATH = "/manage/openings";
const SHOWN = 100;

interface Entered {
  readonly handle: string;
  readonly reasonCode: string;
  readonly reason: string;
  readonly refusal: Refusal;
}

/** Where an administrator asks for a sealed identity to be opened, and the custodians approve and take the seal. */
export function openingsPage(app: WebApp, services: WebServices): void {
  const { instance } = services;

  app.get(PATH, (c) => {
    concerned(c);
    return showOpenings(services, c);
  });

  app.post(`${PATH}/request`, async (c) => {
    concerned(c);
    const form = await readForm(c);
    const wanted = {
      handle: formText(form, "persona"),
      reasonCode: formText(form, "reason-code"),
      reason: formText(form, "reason"),
    };
    try {
      await requestOpening(instance, c.get("member"), wanted);
      return c.redirect(doneAt(PATH, "opening-requested"), 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
      return showOpenings(services, c, { ...wanted, refusal: error });
    }
  });

  app.post(`${PATH}/:id/approve`, async (c) => {
    concerned(c);
    await approveOpening(instance, c.get("member"), idOf(c));
    return c.redirect(doneAt(PATH, "opening-approved"), 303);
  });

  app.post(`${PATH}/:id/seal`, async (c) => {
    concerned(c);
    const { handle, seal } = await releaseSeal(instance, c.get("member"), idOf(c));
    c.header("content-disposition", `attachment; filename="${handle}.seal"`);
    c.header("cache-control", "private, no-store");
    return c.text(`${seal}\n`);
  });
}

/** @throws Refusal not-found for everybody else: that there is such a page is not for them to know */
function concerned(c: WebContext): Member {
  const member = c.get("member");
  const isConcerned = member?.roles.some((role) => role === "administrator" || role === "custodian");
  if (member === undefined || isConcerned !== true) throw notFound("page");
  return member;
}

function idOf(c: WebContext): OpeningId {
  const id = parseId<OpeningId>(c.req.param("id") ?? "");
  if (id === undefined) throw notFound("request");
  return id;
}

async function showOpenings(services: WebServices, c: WebContext, entered?: Entered): Promise<Response> {
  const { instance } = services;
  const member = concerned(c);
  const openings = await listOpenings(instance.db, SHOWN);
  const requests = card(
    {
      title: "Requests",
      id: "requests",
      note: "Opened by both custodians on their own machines, never here. The persona is told a month afterwards.",
    },
    openings.length === 0
      ? empty({
          title: "Nobody has asked",
          words: "How many were opened is public, by year.",
          drawing: "hidden",
        })
      : html`<ul class="stack">
          ${openings.map((opening) => html`<li>${request(services, opening, member)}</li>`)}
        </ul>`,
  );
  return showManage(
    services,
    c,
    {
      title: "Openings",
      section: PATH,
      faulty: entered !== undefined,
      status: entered && statusOf(entered.refusal),
    },
    html`${errorSummary(entered?.refusal.faults ?? [])}
      <div class="columns">
        ${requests} ${member.roles.includes("administrator") ? requestForm(services, entered) : ""}
      </div>`,
  );
}

function request({ instance }: WebServices, opening: OpeningRow, member: Member): Html {
  const now = instance.clock();
  const from = openFrom(opening, instance.config.openingDelayHours);
  const isCustodian = member.roles.includes("custodian");
  const why = whyNotApprove(opening, member.accountId, isOwnPersona(member, opening.actorId));
  return html`<article class="stack tight" aria-label="Opening of ${opening.pseudonym}">
    <div class="row apart">
      <p>
        <a href="/@${opening.handle}"><b>${said(opening.pseudonym)}</b></a>
      </p>
      ${stage(opening)}
    </div>
    <p>${OPENING_REASONS[opening.reasonCode]}: ${said(opening.reason)}</p>
    <p class="soft">Asked for ${when(opening.requestedAt, now)}</p>
    ${
      isCustodian && why === undefined
        ? html`<form method="post" action="${PATH}/${opening.id}/approve">
            <button class="button">Approve</button>
          </form>`
        : ""
    }
    ${isCustodian && why !== undefined && opening.approvedAt === null ? html`<p class="soft">${why}</p>` : ""}
    ${from !== undefined && now < from ? html`<p class="soft">The seal can be taken ${when(from, now)}.</p>` : ""}
    ${
      isCustodian && from !== undefined && now >= from
        ? html`<form method="post" action="${PATH}/${opening.id}/seal">
            <button class="button">Take the seal</button>
          </form>`
        : ""
    }
  </article>`;
}

function stage({ firstApprovedBy, approvedAt, releasedAt }: OpeningRow): Html {
  if (releasedAt !== null) return chip("Opened", "urgent");
  if (approvedAt !== null) return chip("Approved by both", "warning");
  return chip(firstApprovedBy === null ? "Two approvals missing" : "One approval missing", "waiting");
}

function requestForm({ instance }: WebServices, entered: Entered | undefined): Html {
  const faults = entered?.refusal.faults ?? [];
  if (instance.config.custodianKeys === undefined) {
    return card(
      { title: "No custodians", id: "request" },
      html`<p>
        This institution has no custodians, so nothing is sealed and nothing can be opened. Two people make a
        key each with <code>consilium custodian keygen</code>; the operator sets <code>CUSTODIAN_KEYS</code>.
      </p>`,
    );
  }
  return card(
    {
      title: "Ask for an opening",
      id: "request",
      note: "The last resort. It takes both custodians, a delay, and one of these reasons.",
    },
    html`<form class="stack" method="post" action="${PATH}/request" novalidate>
      ${textField({ name: "persona", label: "Persona", hint: "The handle, as their page shows it: quiet-heron", value: entered?.handle, faults, required: true, maxLength: 200, autocomplete: "off" })}
      ${radios({
        name: "reason-code",
        label: "Which reason is it?",
        value: entered?.reasonCode,
        faults,
        choices: Object.entries(OPENING_REASONS).map(([value, words]) => ({ value, words })),
      })}
      ${textArea({ name: "reason", label: "What happened?", hint: "The custodians decide by this. It is kept in the audit log.", value: entered?.reason, faults, required: true, maxLength: MAX_REASON_CHARACTERS })}
      <p><button class="button danger">Ask the custodians</button></p>
    </form>`,
  );
}
