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
