import { html } from "hono/html";
import { invite } from "#actions/invite.ts";
import { reinstateAccount } from "#actions/reinstate-account.ts";
import { suspendAccount } from "#actions/suspend-account.ts";
import { type AccountId, parseId } from "#domain/ids.ts";
import { notFound, Refusal } from "#domain/refusal.ts";
import { listAccounts } from "#store/accounts.ts";
import { card } from "#ui/card.ts";
import { chip } from "#ui/chips.ts";
import { errorSummary } from "#ui/errors.ts";
import type { Html } from "#ui/html.ts";
import { verifiedWords } from "#ui/words.ts";
import { doneAt } from "../done.ts";
import { formText, readForm } from "../form.ts";
import { statusOf } from "../refusals.ts";
import type { WebApp, WebContext, WebServices } from "../services.ts";
import { administratorOf } from "../viewer.ts";
import { type Entered, inviteForm, readInvitation } from "./invite-form.ts";
import { showManage } from "./layout.ts";

type Account = Awaited<ReturnType<typeof listAccounts>>[number];

const onDay = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

/** The people who can sign in here. Never says which persona is whose: that is not for administrators to see. */
export function physiciansPage(app: WebApp, services: WebServices): void {
  const { instance } = services;

  app.get("/manage/physicians", (c) => {
    administratorOf(c);
    return showPeople(services, c, {});
  });

  app.post("/manage/physicians/invite", async (c) => {
    const { accountId } = administratorOf(c);
    const entered = readInvitation(await readForm(c));
    try {
      const [roles, verified] = entered.wanted();
      const invitation = await invite(instance, roles, verified, { kind: "account", id: accountId });
      return await showPeople(services, c, { invitation });
    } catch (error) {
      if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
      return showPeople(services, c, { entered, refusal: error });
    }
  });

  app.post("/manage/physicians/suspend", async (c) => {
    administratorOf(c);
    await suspendAccount(instance, c.get("member"), await readAccount(c));
    return c.redirect(doneAt("/manage/physicians", "suspended"), 303);
  });

  app.post("/manage/physicians/reinstate", async (c) => {
    administratorOf(c);
    await reinstateAccount(instance, c.get("member"), await readAccount(c));
    return c.redirect(doneAt("/manage/physicians", "reinstated"), 303);
  });
}

async function readAccount(c: WebContext): Promise<AccountId> {
  const id = parseId<AccountId>(formText(await readForm(c), "account"));
  if (id === undefined) throw notFound("account");
  return id;
}

async function showPeople(
  services: WebServices,
  c: WebContext,
  options: {
    readonly invitation?: Awaited<ReturnType<typeof invite>>;
    readonly entered?: Entered;
    readonly refusal?: Refusal;
  },
): Promise<Response> {
  const me = administratorOf(c);
  const accounts = await listAccounts(services.instance.db);
  const faults = options.refusal?.faults ?? [];
  return showManage(
    services,
    c,
    {
      title: "People",
      section: "/manage/physicians",
      faulty: options.refusal !== undefined,
      status: options.refusal && statusOf(options.refusal),
    },
    html`${errorSummary(faults)} ${options.invitation === undefined ? "" : linkBanner(options.invitation)}
      <div class="columns">
        ${card(
          {
            title: "Who can sign in",
            id: "people",
            note: "Which pseudonym is whose is not shown here, nor anywhere else.",
          },
          peopleTable(accounts, me.accountId),
        )}
        ${inviteForm({ entered: options.entered, faults })}
      </div>`,
  );
}

const linkBanner = ({ link, expiresAt }: Awaited<ReturnType<typeof invite>>): Html =>
  html`<div class="banner done" role="alert">
    <div class="stack tight">
      <p><b>Give this link to the person you invite.</b> It is shown only now.</p>
      <p><code class="secret">${link}</code></p>
      <p class="soft">It works once, until ${onDay.format(expiresAt)}.</p>
    </div>
  </div>`;

const peopleTable = (accounts: readonly Account[], me: AccountId): Html =>
  html`<table class="cards-on-phone">
    <thead>
      <tr>
        <th scope="col">Verified as</th>
        <th scope="col">Since</th>
        <th scope="col">Status</th>
        <th scope="col"><span class="hidden-text">Act</span></th>
      </tr>
    </thead>
    <tbody>
      ${accounts.map(
        (account) =>
          html`<tr>
            <th scope="row">${accountWords(account)}</th>
            <td data-label="Since" class="date">
              ${account.verifiedOn === null ? "by invitation" : onDay.format(account.verifiedOn)}
            </td>
            <td data-label="Status">
              ${account.status === "active" ? chip("Active", "good", "check") : chip("Suspended", "urgent")}
            </td>
            <td>${account.id === me ? html`<span class="soft">you</span>` : statusForm(account)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

function accountWords({ roles, profession, specialty, country }: Account): string {
  const words =
    profession === null
      ? []
      : [verifiedWords({ profession, specialty: specialty ?? undefined, country: country ?? undefined })];
  words.push(...roles.filter((role) => role !== "physician"));
  return words.length === 0 ? "not verified" : words.join("; ");
}

const statusForm = (account: Account): Html =>
  account.status === "active"
    ? html`<details class="confirm">
        <summary>Suspend…</summary>
        <form class="stack tight" method="post" action="/manage/physicians/suspend">
          <input type="hidden" name="account" value="${account.id}" />
          <p class="soft">Signs them out everywhere. Their attestation runs out; what they wrote stays.</p>
          <p><button class="button danger">Suspend</button></p>
        </form>
      </details>`
    : html`<form method="post" action="/manage/physicians/reinstate">
        <input type="hidden" name="account" value="${account.id}" />
        <button class="button quiet">Reinstate</button>
      </form>`;
