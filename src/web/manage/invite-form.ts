import { html } from "hono/html";
import type { Verified } from "#domain/attestation.ts";
import { type Fault, invalid } from "#domain/refusal.ts";
import { type Role, ROLES } from "#domain/role.ts";
import { SPECIALTIES, specialtyOf } from "#domain/specialty.ts";
import { card } from "#ui/card.ts";
import { radios, selectField, textField } from "#ui/field.ts";
import type { Html } from "#ui/html.ts";
import { formText } from "../form.ts";

/** Whom an administrator wants to invite, as it was typed. */
export interface Entered {
  readonly role: string;
  readonly specialty: string;
  readonly country: string;
  /**
   * What the action takes.
   *
   * @throws Refusal invalid naming the field
   */
  wanted(): [roles: readonly Role[], verified?: Verified];
}

export function readInvitation(form: FormData): Entered {
  const role = formText(form, "role");
  const specialty = formText(form, "specialty");
  const country = formText(form, "country").trim().toUpperCase();
  return {
    role,
    specialty,
    country,
    wanted() {
      const known = ROLES.find((one) => one === role);
      if (known === undefined) throw invalid("role", "Choose whom the link is for.");
      if (known !== "physician") return [[known]];
      if (specialty !== "" && specialtyOf(specialty) === undefined) {
        throw invalid("specialty", "Choose a specialty of the list, or none.");
      }
      if (country !== "" && !/^[A-Z]{2}$/u.test(country)) {
        throw invalid("country", "Give the country by its two letters, such as NO, or leave it out.");
      }
      return [
        [known],
        { profession: "physician", specialty: specialty || undefined, country: country || undefined },
      ];
    },
  };
}

/** Makes a one-time link for somebody who has no hospital sign-in. */
export const inviteForm = (options: {
  readonly entered: Entered | undefined;
  readonly faults: readonly Fault[];
}): Html => {
  const { entered, faults } = options;
  return card(
    {
      title: "Invite somebody",
      id: "invite",
      note: "For people without hospital sign-in. You vouch for what you say here: check it first.",
    },
    html`<form class="stack" method="post" action="/manage/physicians/invite">
      ${radios({
        name: "role",
        label: "The link is for",
        value: entered?.role ?? "physician",
        faults,
        choices: [
          { value: "physician", words: "A physician", hint: "Asks and answers under a pseudonym." },
          { value: "administrator", words: "An administrator", hint: "Looks after this server, as you do." },
          { value: "registrar", words: "A registrar", hint: "Decides who is verified, of those who apply." },
          {
            value: "custodian",
            words: "A custodian",
            hint: "Keeps one of the two keys to sealed identities.",
          },
        ],
      })}
      ${selectField({
        name: "specialty",
        label: "Specialty of the physician",
        optional: true,
        value: entered?.specialty,
        faults,
        choices: [
          { value: "", words: "Not stated" },
          ...SPECIALTIES.map(({ slug, name }) => ({ value: slug, words: name })),
        ],
      })}
      ${textField({
        name: "country",
        label: "Country of the licence",
        hint: "Two letters, such as NO",
        optional: true,
        value: entered?.country,
        faults,
        maxLength: 2,
        short: true,
        autocomplete: "off",
      })}
      <p><button class="button">Make the link</button></p>
    </form>`,
  );
};
