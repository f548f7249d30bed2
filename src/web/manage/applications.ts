import { html } from "hono/html";
import { approveApplication } from "#actions/approve-application.ts";
import { openApplication, type OpenApplication } from "#actions/open-application.ts";
import { refuseApplication } from "#actions/refuse-application.ts";
import { type ApplicationId, parseId } from "#domain/ids.ts";
import { registerOf } from "#domain/licence/registers.ts";
import type { Member } from "#domain/member.ts";
import { MAX_REASON_CHARACTERS } from "#domain/reason.ts";
import { notFound, Refusal } from "#domain/refusal.ts";
import { listWaiting } from "#store/applications.ts";
import { card } from "#ui/card.ts";
import { empty } from "#ui/empty.ts";
import { errorSummary } from "#ui/errors.ts";
import { textArea } from "#ui/field.ts";
import { type Html, said } from "#ui/html.ts";
import { when } from "#ui/when.ts";
import { verifiedWords } from "#ui/words.ts";
import { doneAt } from "../done.ts";
import { formText, readForm } from "../form.ts";
import { statusOf } from "../refusals.ts";
import type { WebApp, WebContext, WebServices } from "../services.ts";
import { showManage } from "./layout.ts";

const PATH = "/manage/applications";

/** The registrar's desk: who waits to be verified, and each application with its proof. */
export function applicationsPage(app: WebApp, services: WebServices): void {
  const { instance } = services;

  app.get(PATH, async (c) => {
    registrarOf(c);
    const waiting = await listWaiting(instance.db);
    return showManage(
      services,
      c,
      { title: "Applications", section: PATH },
      waitingCard(waiting, instance.clock()),
    );
  });

  app.get(`${PATH}/:id`, async (c) => {
    const opened = await openApplication(instance, registrarOf(c), idOf(c));
    return showApplication(services, c, opened);
  });

  app.get(`${PATH}/:id/proof`, async (c) => {
    const { row, proof } = await openApplication(instance, registrarOf(c), idOf(c));
    // A stranger's file: it is saved or shown by itself, and never runs anything.
    c.header("content-security-policy", "default-src 'none'; sandbox");
    c.header("x-content-type-options", "nosniff");
    c.header("cache-control", "private, no-store");
    c.header("content-disposition", `attachment; filename="proof.${row.proofType.split("/")[1] ?? "bin"}"`);
    c.header("content-type", row.proofType);
    return c.body(new Uint8Array(proof));
  });

  app.post(`${PATH}/:id/approve`, async (c) => {
    await approveApplication(instance, registrarOf(c), idOf(c));
    return c.redirect(doneAt(PATH, "application-approved"), 303);
  });

  app.post(`${PATH}/:id/refuse`, async (c) => {
    const reason = formText(await readForm(c), "reason");
    try {
      await refuseApplication(instance, registrarOf(c), idOf(c), reason);
      return c.redirect(doneAt(PATH, "application-refused"), 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
      return showApplication(services, c, await openApplication(instance, registrarOf(c), idOf(c)), error);
    }
  });
}

/** @throws Refusal not-found for everybody else: that there is such a page is not for them to know */
function registrarOf(c: WebContext): Member {
  const member = c.get("member");
  if (member?.roles.includes("registrar") !== true) throw notFound("page");
  return member;
}

function idOf(c: WebContext): ApplicationId {
  const id = parseId<ApplicationId>(c.req.param("id") ?? "");
  if (id === undefined) throw notFound("application");
  return id;
}

const waitingCard = (waiting: Awaited<ReturnType<typeof listWaiting>>, now: Date): Html =>
  card(
    {
      title: "Waiting",
      id: "waiting",
      note: "The longest first. Who it is is shown on each one's own page, and that you looked is recorded.",
    },
    waiting.length === 0
      ? empty({ title: "Nobody waits", words: "Applications come from the sign-in page.", drawing: "check" })
      : html`<ul class="people">
          ${waiting.map(
            ({ id, profession, specialty, country, appliedAt }) =>
              html`<li class="row apart">
                <p>
                  <a href="${PATH}/${id}"
                    >${said(verifiedWords({ profession, specialty: specialty ?? undefined, country }))}</a
                  >
                </p>
                <p class="soft">${when(appliedAt, now)}</p>
              </li>`,
          )}
        </ul>`,
  );

function showApplication(
  services: WebServices,
  c: WebContext,
  { row, details }: OpenApplication,
  refusal?: Refusal,
): Promise<Response> {
  const faults = refusal?.faults ?? [];
  const { profession, specialty, grade, country } = row;
  return showManage(
    services,
    c,
    {
      title: "An application",
      section: PATH,
      faulty: refusal !== undefined,
      status: refusal && statusOf(refusal),
    },
    html`${errorSummary(faults)}
      <div class="columns">
        ${card(
          { title: "What they say", id: "said" },
          html`<dl class="facts">
              <dt>Name</dt>
              <dd>${said(details.name)}</dd>
              <dt>${registerOf(details.licence.register)?.name ?? details.licence.register}</dt>
              <dd><code>${details.licence.number}</code></dd>
              <dt>To be verified as</dt>
              <dd>
                ${said(verifiedWords({ profession, specialty: specialty ?? undefined, grade: grade ?? undefined, country }))}
              </dd>
            </dl>
            <p><a class="button quiet" href="${PATH}/${row.id}/proof">Save the proof</a></p>
            <p class="soft">
              Compare all three with the public register. The form of the number was checked.
            </p>`,
        )}
        ${card(
          { title: "Decide", id: "decide", note: "Name, number and proof are forgotten with the decision." },
          html`<form method="post" action="${PATH}/${row.id}/approve">
              <button class="button">Verified: let them in</button>
            </form>
            <form class="stack" method="post" action="${PATH}/${row.id}/refuse" novalidate>
              ${textArea({ name: "reason", label: "Or refuse, because", hint: "The applicant reads this.", faults, required: true, maxLength: MAX_REASON_CHARACTERS })}
              <p><button class="button danger">Refuse</button></p>
            </form>`,
        )}
      </div>`,
  );
}
