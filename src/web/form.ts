import { invalid } from "#domain/refusal.ts";
import type { WebContext } from "./services.ts";

/**
 * The form that was sent.
 *
 * @throws Refusal invalid where the body is none
 */
export async function readForm(c: WebContext): Promise<FormData> {
  try {
    return await c.req.formData();
  } catch (error) {
    if (error instanceof TypeError) throw invalid("", "A form was expected, and this is none.");
    throw error;
  }
}

/** The text of a form's field; empty where it is missing or a file. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** The files of a form's field that hold something: a browser sends an empty one where none was chosen. */
export const formFiles = (form: FormData, name: string): File[] =>
  form
    .getAll(name)
    .filter((value) => value instanceof File)
    .filter((file) => file.size > 0);
