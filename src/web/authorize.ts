import { html } from "hono/html";
import { authorizeApp } from "#actions/authorize-app.ts";
import type { Member } from "#domain/member.ts";
import {
  answerAt,
  type AuthorizationParameters,
  type AuthorizationRequest,
  type AuthorizationVerdict,
  formActionOf,
  judgeAuthorization,
  OUT_OF_BAND,
} from "#domain/oauth.ts";
import { unauthenticated } from "#domain/refusal.ts";
import { scopeWords } from "#domain/scopes.ts";
import { findApp, type OAuthApp } from "#store/oauth.ts";
import { face } from "#ui/face.ts";
import { type Html, said } from "#ui/html.ts";
import { formText, readForm } from "./form.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";

/** What an app sends with its request, in the address and again in the form. */
const NAMES = [
  "response_type",
  "client_id",
  "redirect_uri",
  "scope",
  "state",
  "code_challenge",
  "code_challenge_method",
] as const satisfies readonly (keyof AuthorizationParameters)[];

/** The page that asks a member whether an app may act for them (RFC 6749, section 4.1). */
export function authorizePage(app: WebApp, services: WebServices): void {
  const { instance } = services;

  app.get("/oauth/authorize", async (c) => {
    const parameters = readParameters((name) => c.req.query(name) ?? "");
    const { asking, verdict } = await judge(services, parameters);
    if (asking === undefined || verdict.kind !== "ask") return refuse(services, c, verdict);
    const member = c.get("member");
    const { pathname, search } = new URL(c.req.url);
    if (member === undefined) {
      return c.redirect(`/sign-in?return-to=${encodeURIComponent(pathname + search)}`, 303);
    }
    c.header("content-security-policy", policyFor(verdict.request.redirectUri));
    return member.persona === undefined
      ? await showNobody(services, c, asking)
      : await ask(services, c, { asking, parameters, member, request: verdict.request });
  });

  app.post("/oauth/authorize", async (c) => {
    const member = c.get("member");
    if (member === undefined) throw unauthenticated();
    const form = await readForm(c);
    const parameters = readParameters((name) => formText(form, name));
    const { asking, verdict } = await judge(services, parameters);
    if (asking === undefined || verdict.kind !== "ask") return refuse(services, c, verdict);
    const { request } = verdict;
    if (formText(form, "decision") !== "allow") {
      return refuse(services, c, {
        kind: "refuse",
        redirectUri: request.redirectUri,
        state: request.state,
        error: "access_denied",
        description: "The resource owner or authorization server denied the request.",
      });
    }
    const code = await authorizeApp(instance, member, asking, request);
    if (request.redirectUri === OUT_OF_BAND) return showCode(services, c, asking, code);
    return leave(c, answerAt(request.redirectUri, { code, state: request.state }));
  });
}

const readParameters = (one: (name: string) => string): AuthorizationParameters => {
  const said = (name: (typeof NAMES)[number]): string => one(name).slice(0, 4000);
  return {
    response_type: said("response_type"),
    client_id: said("client_id"),
    redirect_uri: said("redirect_uri"),
    scope: said("scope"),
    state: said("state"),
    code_challenge: said("code_challenge"),
    code_challenge_method: said("code_challenge_method"),
  };
};

async function judge(
  { instance }: WebServices,
  parameters: AuthorizationParameters,
): Promise<{ readonly asking: OAuthApp | undefined; readonly verdict: AuthorizationVerdict }> {
  const asking = await findApp(instance.db, parameters.client_id);
  return { asking, verdict: judgeAuthorization(asking, parameters) };
}

/**
 * The policy of every page, with the redirect URI among what the form may lead to: browsers apply `form-action` to
 * redirects too.
 */
const policyFor = (redirectUri: string): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    `form-action 'self' ${formActionOf(redirectUri)}`.trim(),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** Back to the app; the address holds a secret and must not be told to anyone else. */
function leave(c: WebContext, address: string): Response {
  c.header("cache-control", "no-store");
  c.header("referrer-policy", "no-referrer");
  return c.redirect(address, 303);
}

function refuse(
  services: WebServices,
  c: WebContext,
  verdict: AuthorizationVerdict,
): Response | Promise<Response> {
  if (verdict.kind === "refuse" && verdict.redirectUri !== OUT_OF_BAND) {
    const { redirectUri, state, error, description } = verdict;
    return leave(c, answerAt(redirectUri, { error, error_description: description, state }));
  }
  const why =
    verdict.kind === "unusable" ? verdict.why : verdict.kind === "refuse" ? verdict.description : "";
  return show(
    services,
    c,
    { title: "The app cannot be let in", faulty: true },
    html`<div class="narrow stack wide">
      <div class="error-summary" role="alert">
        <h1>The app cannot be let in</h1>
        <p>${why}</p>
      </div>
      <p>Nothing was given to it.</p>
    </div>`,
    400,
  );
}

function ask(
  services: WebServices,
  c: WebContext,
  options: {
    readonly asking: OAuthApp;
    readonly parameters: AuthorizationParameters;
    readonly member: Member;
    readonly request: AuthorizationRequest;
  },
): Promise<Response> {
  const { asking, parameters, member, request } = options;
  return show(
    services,
    c,
    { title: `Let ${asking.name} in?` },
    html`<div class="narrow stack wide">
      <header class="stack tight">
        <h1>Let ${said(asking.name)} act for you?</h1>
        ${website(asking)}
      </header>
      <form class="card stack" method="post" action="/oauth/authorize">
        ${NAMES.map((name) => html`<input type="hidden" name="${name}" value="${parameters[name]}" />`)}
        ${who(member)}
        <p>It will be able to:</p>
        <ul class="bullets">
          ${request.scopes.map((scope) => html`<li>${scopeWords(scope)}</li>`)}
        </ul>
        <p class="soft">
          ${destination(request.redirectUri)} You can take this back at any time under “You”. It never learns
          who you are: only your pseudonym.
        </p>
        <p class="row">
          <button class="button" name="decision" value="allow">Allow</button>
          <button class="button plain" name="decision" value="deny">Do not allow</button>
        </p>
      </form>
    </div>`,
  );
}

function who({ persona }: Member): Html | "" {
  if (persona === undefined) return "";
  const handle = `${persona.handle}@${new URL(persona.uri).host}`;
  return html`<div class="who">
    ${face(handle)}
    <div>
      <strong>${said(persona.pseudonym)}</strong>
      <p class="soft">@${said(handle)}</p>
    </div>
  </div>`;
}

const website = ({ website }: OAuthApp): Html =>
  website === null
    ? html`<p>The app says nothing more of itself. Allow it only if you came from it just now.</p>`
    : html`<p>It says that its page is ${said(website)}. Allow it only if you came from it just now.</p>`;

function destination(redirectUri: string): Html | string {
  if (redirectUri === OUT_OF_BAND) return "You get a code to copy into the app.";
  const { protocol, host } = new URL(redirectUri);
  return /^https?:$/u.test(protocol)
    ? html`You will be led back to ${said(host)}.`
    : "You will be led back to an app on this device.";
}

const showNobody = (services: WebServices, c: WebContext, asking: OAuthApp): Promise<Response> =>
  show(
    services,
    c,
    { title: `Let ${asking.name} in?` },
    html`<div class="narrow stack wide">
      <h1>Apps act for a pseudonym</h1>
      <p>
        Your account looks after this institution's server and has no pseudonym, so there is nobody whom
        ${said(asking.name)} could act for. Sign in as a physician to use it.
      </p>
    </div>`,
    403,
  );

function showCode(services: WebServices, c: WebContext, asking: OAuthApp, code: string): Promise<Response> {
  return show(
    services,
    c,
    { title: "Your code" },
    html`<div class="narrow stack wide">
      <h1>Copy this code into ${said(asking.name)}</h1>
      <p class="card"><code id="code">${code}</code></p>
      <p class="soft">It works once, within ten minutes. Give it to nobody else.</p>
    </div>`,
  );
}
