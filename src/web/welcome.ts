import { html } from "hono/html";
import { createPersona } from "#actions/create-persona.ts";
import type { Member } from "#domain/member.ts";
import { conflict, forbidden, Refusal, unauthenticated } from "#domain/refusal.ts";
import { errorSummary } from "#ui/errors.ts";
import { said } from "#ui/html.ts";
import { icon } from "#ui/icon.ts";
import { verifiedWords } from "#ui/words.ts";
import { doneAt } from "./done.ts";
import { formText, readForm } from "./form.ts";
import { localPath } from "./local-path.ts";
import {
  type EnteredPseudonym,
  pseudonymFaults,
  pseudonymFields,
  readPseudonymField,
} from "./pseudonym-form.ts";
import { statusOf } from "./refusals.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";

/** Where a verified physician picks the pseudonym they act under. */
export function welcomePage(app: WebApp, services: WebServices): void {
  const { instance } = services;

  app.get("/welcome", async (c) => {
    const member = newcomer(c);
    if (member.persona !== undefined) return c.redirect("/", 303);
    return await showWelcome(services, c, member, { returnTo: localPath(c.req.query("return-to") ?? "/") });
  });

  app.post("/welcome", async (c) => {
    const member = newcomer(c);
    if (member.persona !== undefined)
      throw conflict("You have a pseudonym already. Another one is added under “You”.");
    const form = await readForm(c);
    const returnTo = localPath(formText(form, "return-to"));
    const pseudonym = readPseudonymField(form);
    try {
      await createPersona(instance, member, pseudonym);
      return c.redirect(returnTo === "/" ? doneAt("/", "welcome") : returnTo, 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
      return showWelcome(services, c, member, { returnTo, entered: { pseudonym, refusal: error } });
    }
  });
}

/** @throws Refusal unauthenticated; forbidden for members who are no physicians, who need no pseudonym */
function newcomer(c: WebContext): Member {
  const member = c.get("member");
  if (member === undefined) throw unauthenticated();
  if (member.verified === undefined)
    throw forbidden("Only physicians have a pseudonym; your account has none.");
  return member;
}

function showWelcome(
  services: WebServices,
  c: WebContext,
  member: Member,
  options: { readonly returnTo: string; readonly entered?: EnteredPseudonym },
): Promise<Response> {
  const { institutionName } = services.instance.config;
  const { entered } = options;
  const faults = pseudonymFaults(entered);
  return show(
    services,
    c,
    { title: "Pick your pseudonym", faulty: faults.length > 0 },
    html`<form class="narrow stack wide" method="post" action="/welcome">
      ${errorSummary(faults)}
      <header class="stack tight">
        <h1>Pick your pseudonym</h1>
        <p>
          You ask and answer under a name that is not yours. Colleagues see it on everything you write, here
          and at other institutions.
        </p>
      </header>
      <div class="seen">
        <section class="card stack tight">
          <h2 class="with-icon">${icon("public")}<span>Colleagues see</span></h2>
          <ul class="bullets">
            <li>your pseudonym</li>
            ${member.verified === undefined ? "" : html`<li>${said(verifiedWords(member.verified))}</li>`}
            <li>that ${said(institutionName)} vouches for this</li>
          </ul>
        </section>
        <section class="card stack tight">
          <h2 class="with-icon">${icon("hidden")}<span>They never see</span></h2>
          <ul class="bullets">
            <li>your name, address or sign-in</li>
            <li>which ward or practice you work in</li>
            <li>when you signed in</li>
          </ul>
        </section>
      </div>
      <section class="card stack">
        <input type="hidden" name="return-to" value="${options.returnTo}" />
        ${pseudonymFields(entered)}
        <p><button class="button wide">Use this pseudonym</button></p>
      </section>
    </form>`,
    entered === undefined ? 200 : statusOf(entered.refusal),
  );
}
