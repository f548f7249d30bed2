import type { TestInstance } from "./instance.ts";

/** An answer as it came: no redirect followed, no cookie kept. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Asks an institution the way its TLS proxy does: on the plain port, whatever its public address is. A form is sent as from
 * one of its own pages, unless `headers` say otherwise.
 */
export async function rawRequest(
  { config }: TestInstance,
  path: string,
  options: {
    readonly form?: Readonly<Record<string, string>>;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<RawAnswer> {
  const { form, headers = {} } = options;
  const response = await fetch(`http://127.0.0.1:${config.port}${path}`, {
    redirect: "manual",
    headers: { ...(form !== undefined && { origin: config.origin }), ...headers },
    ...(form !== undefined && { method: "POST", body: new URLSearchParams(form) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A cookie as a server set it: its value, and its attributes in the order of their names. */
export function setCookie(
  answer: RawAnswer,
  name: string,
): { readonly value: string; readonly attributes: readonly string[] } | undefined {
  const header = answer.headers.getSetCookie().find((one) => one.startsWith(`${name}=`));
  if (header === undefined) return undefined;
  const [pair = "", ...attributes] = header.split("; ");
  return { value: pair.slice(name.length + 1), attributes: attributes.sort() };
}
