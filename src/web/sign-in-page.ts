import { html } from "hono/html";
import type { Fault, Refusal } from "#domain/refusal.ts";
import { card } from "#ui/card.ts";
import { errorSummary } from "#ui/errors.ts";
import { textField } from "#ui/field.ts";
import { type Html, said } from "#ui/html.ts";
import { icon } from "#ui/icon.ts";
import { statusOf } from "./refusals.ts";
import type { WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";

/** The page that signs people in; with a refusal, the one that says why the password did not. */
export function showSignIn(
  services: WebServices,
  c: WebContext,
  options: {
    readonly returnTo: string;
    readonly login?: string | undefined;
    readonly refusal?: Refusal | undefined;
  },
): Promise<Response> {
  const { returnTo, login, refusal } = options;
  const { institutionName } = services.instance.config;
  const atHospital = services.signIn !== undefined;
  const faults = refusal === undefined ? [] : faultsAtForm(refusal);
  const byPassword = passwordForm({ returnTo, login, faults });
  const staff = !atHospital
    ? card({ title: "Sign in", id: "staff", note: "With the name and the password you chose." }, byPassword)
    : html`<details class="card" id="staff" ${faults.length > 0 ? html` open` : ""}>
        <summary>Sign in with a name and a password instead</summary>
        <div class="stack">
          <p class="soft">For staff and invited physicians who have no hospital sign-in.</p>
          ${byPassword}
        </div>
      </details>`;
  return show(
    services,
    c,
    { title: "Sign in", current: "sign-in", faulty: faults.length > 0 },
    html`<div class="narrow stack wide">
      ${errorSummary(faults)}
      <header class="stack tight">
        <h1>Sign in to ${said(institutionName)}</h1>
        <p>Physicians here consult colleagues at other institutions, under pseudonyms.</p>
      </header>
      ${atHospital ? hospitalForm(services.instance.config, returnTo) : ""} ${staff}
      ${
        services.instance.config.takesApplications
          ? html`<p>No account yet? <a href="/apply">Ask to be verified</a> by the registrar.</p>`
          : ""
      }
      <p class="soft">
        Public cases can be read <a href="/">without signing in</a>.
        <a href="/about">About this institution</a>
      </p>
    </div>`,
    refusal === undefined ? 200 : statusOf(refusal),
  );
}

/** What went wrong at the hospital's sign-in, what to do about it, and a way to try again. */
export function showSignInFailure(
  services: WebServices,
  c: WebContext,
  refusal: Refusal,
  returnTo: string,
): Promise<Response> {
  const isSignedIn = c.get("member") !== undefined;
  const title = isSignedIn ? "This sign-in did not work" : "You are not signed in";
  return show(
    services,
    c,
    { title, current: "sign-in", faulty: true },
    html`<div class="narrow stack wide">
      <div class="error-summary" role="alert">
        <h1>${title}</h1>
        <p>${refusal.message}</p>
        ${isSignedIn ? html`<p>You are still signed in as you were before.</p>` : ""}
      </div>
      <p class="row">
        <a class="button" href="/sign-in?return-to=${encodeURIComponent(returnTo)}">Try again</a>
        <a class="button plain" href="/">Read public cases</a>
      </p>
    </div>`,
    statusOf(refusal),
  );
}

const hospitalForm = (config: WebServices["instance"]["config"], returnTo: string): Html =>
  html`<form class="card stack" method="post" action="/sign-in">
    <input type="hidden" name="return-to" value="${returnTo}" />
    <h2 class="with-icon">${icon("institution")}<span>Physicians</span></h2>
    <p>
      You sign in at your hospital's own page, as at every other of its services. It tells
      ${said(config.institutionName)} your profession and
      specialty${config.custodianKeys === undefined ? "; your name is neither asked for nor kept." : ", and your name, which is sealed at once so that only two custodians together can open it."}
    </p>
    <p><button class="button wide">Sign in with your hospital</button></p>
  </form>`;

const passwordForm = (options: {
  readonly returnTo: string;
  readonly login: string | undefined;
  readonly faults: readonly Fault[];
}): Html =>
  html`<form class="stack" method="post" action="/sign-in/password">
    <input type="hidden" name="return-to" value="${options.returnTo}" />
    ${textField({
      name: "login",
      label: "Sign-in name",
      value: options.login,
      faults: options.faults,
      required: true,
      autocomplete: "username",
    })}
    ${textField({
      name: "password",
      label: "Password",
      type: "password",
      faults: options.faults,
      required: true,
      autocomplete: "current-password",
    })}
    <p><button class="button">Sign in</button></p>
  </form>`;

/** A refusal that names no field is about the sign-in as a whole: it is shown at the first one. */
const faultsAtForm = (refusal: Refusal): readonly Fault[] =>
  refusal.faults.length > 0 ? refusal.faults : [{ field: "login", message: refusal.message }];
