import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { FormFields } from "#domain/case-draft.ts";
import { invalid, tooLarge } from "#domain/refusal.ts";
import type { WebContext } from "./services.ts";

/** The text of a form's field; empty where it is missing or a file. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** A text beyond this is no answer to anything a form asks; the domain's own limits are far below. */
const MAX_TEXT_CHARACTERS = 200_000;

/**
 * All text fields of a form by name; of a field that was sent several times the first.
 *
 * @throws Refusal too-large naming a field that is longer than any form takes
 */
export function formFields(form: FormData): FormFields {
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    if (typeof value !== "string" || fields.has(name)) continue;
    if (value.length > MAX_TEXT_CHARACTERS) {
      throw tooLarge(name, `The text has ${value.length} characters, which is more than this form can take.`);
    }
    fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

/** The file of a form's field; a browser sends a nameless empty one where none was chosen. */
export function formFile(form: FormData, name: string): File | undefined {
  const value = form.get(name);
  return value instanceof File && (value.name !== "" || value.size > 0) ? value : undefined;
}

/**
 * Reads what a form sent.
 *
 * @throws Refusal invalid where it is cut short or is no form
 */
export async function readForm(c: WebContext): Promise<FormData> {
  try {
    return await c.req.formData();
  } catch (error) {
    if (error instanceof Error && error.name === "BodyLimitError") throw error;
    throw invalid("", "The form did not arrive whole. Go back and send it again.");
  }
}

/** Takes forms of at most so many bytes; a larger one is refused before it is read. */
export const formLimit = (maxSize: number, words: string): MiddlewareHandler =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw tooLarge("", words);
    },
  });
