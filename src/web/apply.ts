import { html } from "hono/html";
import { applyForVerification } from "#actions/apply-for-verification.ts";
import { hashToken } from "#actions/session-token.ts";
import { MAX_PROOF_BYTES } from "#domain/application.ts";
import { PROFESSIONS } from "#domain/attestation.ts";
import type { FormFields } from "#domain/case-draft.ts";
import { REGISTERS } from "#domain/licence/registers.ts";
import { notFound, Refusal } from "#domain/refusal.ts";
import { SPECIALTIES } from "#domain/specialty.ts";
import { PROFESSION_WORDS } from "#domain/words.ts";
import { findByToken } from "#store/applications.ts";
import { errorSummary } from "#ui/errors.ts";
import { selectField, textField } from "#ui/field.ts";
import { fileField } from "#ui/file-field.ts";
import { type Html, said } from "#ui/html.ts";
import { formFields, formFile, formLimit, readForm } from "./form.ts";
import { statusOf } from "./refusals.ts";
import type { WebApp, WebContext, WebServices } from "./services.ts";
import { show } from "./show.ts";

/** The proof, and the other fields beside it. */
const MAX_FORM_BYTES = MAX_PROOF_BYTES + 1024 * 1024;

interface Entered {
  readonly fields: FormFields;
  readonly refusal: Refusal;
}

/** Where somebody without hospital sign-in asks to be verified, and later sees what became of it. */
export function applyPage(app: WebApp, services: WebServices): void {
  const { instance } = services;
  const limit = formLimit(MAX_FORM_BYTES, "The proof is larger than 5 MB. Add a smaller picture of it.");

  app.get("/apply", (c) => {
    if (!instance.config.takesApplications) throw notFound("page");
    return showApply(services, c);
  });

  app.post("/apply", limit, async (c) => {
    const form = await readForm(c);
    const fields = formFields(form);
    try {
      const file = formFile(form, "proof");
      const proof = file && new Uint8Array(await file.arrayBuffer());
      const token = await applyForVerification(instance, (name) => fields[name] ?? "", proof);
      return c.redirect(`/apply/${token}`, 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
      return showApply(services, c, { fields, refusal: error });
    }
  });

  app.get("/apply/:token", async (c) => {
    const token = c.req.param("token");
    const application = await findByToken(instance.db, hashToken(token));
    if (application === undefined) throw notFound("application");
    // The address is the applicant's only key: it goes nowhere with a link.
    c.header("referrer-policy", "no-referrer");
    return show(
      services,
      c,
      { title: "Your application", current: "sign-in" },
      html`<div class="narrow stack wide">
        <h1>Your application</h1>
        ${stateWords(application, token, instance.config.institutionName)}
      </div>`,
    );
  });
}

function stateWords(
  { state, refusedFor }: NonNullable<Awaited<ReturnType<typeof findByToken>>>,
  token: string,
  institution: string,
): Html {
  switch (state) {
    case "waiting":
      return html`<div class="card stack">
        <p><b>It waits for the registrar of ${said(institution)}.</b></p>
        <p>
          Keep the address of this page, as a bookmark or on paper: it is the only way back to your
          application, and nobody can look it up for you. Come back in a few days.
        </p>
        <p class="soft">
          Your name, your number and the proof are encrypted, and forgotten with the decision, at the latest
          after thirty days.
        </p>
      </div>`;
    case "approved":
      return html`<div class="card stack">
        <p><b>${said(institution)} has verified you.</b></p>
        <p>Choose a sign-in name and a password now: this works once.</p>
        <p><a class="button" href="/invitation/${token}">Go on</a></p>
      </div>`;
    case "refused":
      return html`<div class="card stack">
        <p><b>The registrar could not verify you.</b></p>
        <p>${said(refusedFor ?? "")}</p>
        <p><a class="button quiet" href="/apply">Apply again</a></p>
      </div>`;
  }
}

function showApply(services: WebServices, c: WebContext, entered?: Entered): Promise<Response> {
  const faults = entered?.refusal.faults ?? [];
  const value = (name: string): string | undefined => entered?.fields[name];
  const { institutionName, custodianKeys } = services.instance.config;
  return show(
    services,
    c,
    { title: "Ask to be verified", current: "sign-in", faulty: entered !== undefined },
    html`<form
      class="narrow stack wide"
      method="post"
      action="/apply"
      enctype="multipart/form-data"
      novalidate
    >
      ${errorSummary(faults)}
      <header class="stack tight">
        <h1>Ask to be verified</h1>
        <p>
          A registrar of ${said(institutionName)} compares what you say with your register. Afterwards you act
          under a pseudonym; colleagues never see your name.
        </p>
      </header>
      <section class="card stack">
        ${textField({ name: "name", label: "Your name", hint: "As your register has it.", value: value("name"), faults, required: true, maxLength: 200, autocomplete: "name" })}
        ${selectField({
          name: "profession",
          label: "Profession",
          value: value("profession") ?? "physician",
          faults,
          choices: PROFESSIONS.map((one) => ({ value: one, words: PROFESSION_WORDS[one] })),
        })}
        ${selectField({
          name: "specialty",
          label: "Specialty",
          optional: true,
          value: value("specialty"),
          faults,
          choices: [
            { value: "", words: "Not stated" },
            ...SPECIALTIES.map(({ slug, name }) => ({ value: slug, words: name })),
          ],
        })}
        ${textField({ name: "grade", label: "Grade", hint: "Such as consultant or registrar.", optional: true, value: value("grade"), faults, maxLength: 60, autocomplete: "off" })}
        ${selectField({
          name: "register",
          label: "Register",
          value: value("register"),
          faults,
          choices: [
            { value: "", words: "Choose" },
            ...REGISTERS.map(({ code, name }) => ({ value: code, words: name })),
          ],
        })}
        ${textField({ name: "number", label: "Your number in it", value: value("number"), faults, required: true, maxLength: 40, autocomplete: "off", short: true })}
        ${fileField({ name: "proof", label: "Proof", hint: "A picture or a PDF of your licence or certificate, at most 5 MB. The registrar alone sees it.", faults, accept: "application/pdf,image/jpeg,image/png" })}
        <p class="soft">
          All of this is encrypted and forgotten with the
          decision${custodianKeys === undefined ? "" : "; name and number stay sealed to two custodians"}.
        </p>
        <p><button class="button wide">Send to the registrar</button></p>
      </section>
    </form>`,
    entered === undefined ? 200 : statusOf(entered.refusal),
  );
}
