import { html } from "hono/html";
import { acceptInvitation } from "#actions/accept-invitation.ts";
import { hashToken } from "#actions/session-token.ts";
import { Refusal } from "#domain/refusal.ts";
import { findInvitation } from "#store/accounts.ts";
import { errorSummary } from "#ui/errors.ts";
import { textField } from "#ui/field.ts";
import { type Html, said } from "#ui/html.ts";
import { verifiedWords } from "#ui/words.ts";
import { doneAt } from "./done.ts";
import { enter } from "./enter.ts";
import { formText, readForm } from "./form.ts";
import { statusOf } from "./refusals.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";

type Invitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>;

/** Where a one-time link leads: its owner chooses a sign-in name and a password. */
export function invitationPage(app: WebApp, services: WebServices): void {
  const { instance } = services;
  const find = (token: string): Promise<Invitation | undefined> =>
    findInvitation(instance.db, hashToken(token), instance.clock());

  app.get("/invitation/:token", async (c) => {
    const token = c.req.param("token");
    const invitation = await find(token);
    return invitation === undefined
      ? await showUsed(services, c)
      : await showForm(services, c, { token, invitation });
  });

  app.post("/invitation/:token", async (c) => {
    const token = c.req.param("token");
    const form = await readForm(c);
    const login = formText(form, "login").trim().toLowerCase();
    try {
      const invitation = await find(token);
      if (invitation === undefined) return await showUsed(services, c);
      const accountId = await acceptInvitation(instance, token, {
        login,
        password: formText(form, "password"),
      });
      const isAdministrator = invitation.roles.includes("administrator");
      return await enter(services, c, accountId, isAdministrator ? doneAt("/manage", "administrator") : "/");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const invitation = await find(token);
      if (invitation === undefined) return showUsed(services, c);
      return showForm(services, c, { token, invitation, login, refusal: error });
    }
  });
}

function showForm(
  services: WebServices,
  c: WebContext,
  options: {
    readonly token: string;
    readonly invitation: Invitation;
    readonly login?: string;
    readonly refusal?: Refusal;
  },
): Promise<Response> {
  const { token, invitation, login, refusal } = options;
  const faults = refusal?.faults ?? [];
  return show(
    services,
    c,
    { title: "Your invitation", faulty: refusal !== undefined },
    html`<form class="narrow stack wide" method="post" action="/invitation/${token}">
      ${errorSummary(faults)}
      <header class="stack tight">
        <h1>Welcome to ${said(services.instance.config.institutionName)}</h1>
        ${invitationWords(invitation)}
      </header>
      <section class="card stack">
        ${textField({
          name: "login",
          label: "Sign-in name",
          hint: "Small letters and digits. Nobody but you and this server sees it.",
          value: login,
          faults,
          required: true,
          maxLength: 40,
          autocomplete: "username",
        })}
        ${textField({
          name: "password",
          label: "Password",
          type: "password",
          hint: "At least 12 characters. Several words that only you put together do well.",
          faults,
          required: true,
          maxLength: 200,
          autocomplete: "new-password",
        })}
        <p><button class="button">Use the invitation</button></p>
      </section>
      <p class="soft">This link works once. Choosing a name and a password uses it up.</p>
    </form>`,
    refusal === undefined ? 200 : statusOf(refusal),
  );
}

function invitationWords({ roles, profession, specialty, country }: Invitation): Html {
  const verified = profession && {
    profession,
    specialty: specialty ?? undefined,
    country: country ?? undefined,
  };
  return html`<p>
    ${roles.includes("administrator") ? "This link makes you an administrator of this institution's server." : ""}
    ${roles.includes("registrar") ? "This link makes you a registrar: you decide who is verified, of those who apply." : ""}
    ${roles.includes("custodian") ? "This link makes you a custodian: you keep one of the two keys that together open a sealed identity." : ""}
    ${verified ? html`The institution has verified you as: ${said(verifiedWords(verified))}. You choose a pseudonym next.` : ""}
  </p>`;
}

function showUsed(services: WebServices, c: WebContext): Promise<Response> {
  return show(
    services,
    c,
    { title: "This invitation cannot be used" },
    html`<div class="narrow stack wide">
      <h1>This invitation cannot be used</h1>
      <p>
        It was used before, has run out, or was not copied as a whole. Ask the administrator who gave it to
        you for a new one.
      </p>
      <p>
        If you have used it yourself, <a href="/sign-in">sign in</a> with the name and the password you chose.
      </p>
    </div>`,
    404,
  );
}
