/** A form of a page, with what it would send as it stands. */
export interface HtmlForm {
  /** As written; empty where the form posts to its own page. */
  readonly action: string;
  readonly method: "get" | "post";
  readonly multipart: boolean;
  /** Names and values in the order of the page; file inputs and unchecked boxes are left out. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text out of HTML: the entities that servers write when they escape. */
export const unescapeHtml = (text: string): string =>
  text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/giu, (whole, hex, decimal, name) => {
    if (typeof hex === "string") return String.fromCodePoint(Number.parseInt(hex, 16));
    if (typeof decimal === "string") return String.fromCodePoint(Number(decimal));
    return ENTITIES[String(name)] ?? whole;
  });

const attribute = (tag: string, name: string): string | undefined => {
  const match = new RegExp(
    `\\s${name}(?:\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+)))?(?=[\\s/>])`,
    "iu",
  ).exec(tag);
  return match === null ? undefined : unescapeHtml(match[1] ?? match[2] ?? match[3] ?? "");
};

/** Reads the forms of a page that is well-formed, as ours and the identity provider's are. Templates hold none. */
export function readForms(page: string): HtmlForm[] {
  const html = page.replaceAll(/<template\b.*?<\/template>/gisu, "");
  return [...html.matchAll(/(<form\b[^>]*>)(.*?)<\/form>/gisu)].map(([, tag = "", body = ""]) => ({
    action: attribute(tag, "action") ?? "",
    method: attribute(tag, "method")?.toLowerCase() === "post" ? "post" : "get",
    multipart: attribute(tag, "enctype") === "multipart/form-data",
    fields: [...readFields(body)],
  }));
}

function* readFields(body: string): Iterable<readonly [string, string]> {
  const controls = /<input\b[^>]*>|<(textarea|select)\b[^>]*>(.*?)<\/\1>/gisu;
  for (const [whole, kind, content = ""] of body.matchAll(controls)) {
    const name = attribute(whole, "name");
    if (name === undefined) continue;
    if (kind === undefined) {
      const type = attribute(whole, "type") ?? "text";
      if (type === "file" || type === "submit") continue;
      if ((type === "checkbox" || type === "radio") && attribute(whole, "checked") === undefined) continue;
      yield [name, attribute(whole, "value") ?? ""];
    } else if (kind.toLowerCase() === "textarea") yield [name, unescapeHtml(content.replace(/^\r?\n/u, ""))];
    else yield [name, chosenOption(content)];
  }
}

function chosenOption(content: string): string {
  const options = [...content.matchAll(/<option\b[^>]*>/giu)].map(([option]) => option);
  const chosen = options.find((option) => attribute(option, "selected") !== undefined) ?? options[0];
  return chosen === undefined ? "" : (attribute(chosen, "value") ?? "");
}
