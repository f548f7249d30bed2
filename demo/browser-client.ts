import type { LookupFunction } from "node:net";
import { Agent, fetch, FormData, type RequestInit, type Response } from "undici";
import { type HtmlForm, readForms } from "./html-forms.ts";

/** What a form sends; a list is sent once for each of its values, a Blob as a file. */
export type FormValues = Readonly<Record<string, string | Blob | readonly (string | Blob)[]>>;

/** A page as the server sent it, after all redirects. */
export interface ClientPage {
  readonly url: URL;
  /** The addresses on the way there, from the first that was asked for. */
  readonly via: readonly URL[];
  readonly status: number;
  readonly headers: Response["headers"];
  readonly text: string;
}

/** A message of an event stream (WHATWG HTML, section 9.2). */
export interface StreamMessage {
  readonly event: string;
  readonly data: string;
}

/** A browser without a screen: keeps cookies, follows redirects, fills in forms, and runs no scripts. */
export interface BrowserClient {
  /** Opens a page; `headers` go with every request on the way. */
  get(url: string | URL, headers?: Readonly<Record<string, string>>): Promise<ClientPage>;
  /** Sends fields as a form would: as files and fields where `multipart`, else URL-encoded. */
  post(
    url: string | URL,
    values: FormValues,
    options?: { readonly multipart?: boolean },
  ): Promise<ClientPage>;
  /**
   * Sends the page's form whose action ends with `action`, changed by `values`; an undefined value takes a field out.
   * @throws Error where the page has no such form
   */
  submit(
    page: ClientPage,
    action: string,
    values?: Readonly<Record<string, FormValues[string] | undefined>>,
  ): Promise<ClientPage>;
  /** Sends JSON, as a page's script does. */
  postJson(url: string | URL, json: string): Promise<ClientPage>;
  /** The bytes of an address, without following redirects. */
  bytes(
    url: string | URL,
  ): Promise<{ readonly status: number; readonly headers: Response["headers"]; readonly bytes: Uint8Array }>;
  /**
   * Messages as they arrive, until the server ends the stream or `signal` fires; `opened` is called when it answers.
   * @throws Error where it answers with another status than 200
   */
  events(url: string | URL, signal: AbortSignal, opened?: () => void): AsyncGenerator<StreamMessage>;
  /** The value of a cookie of this host. */
  cookie(url: string | URL, name: string): string | undefined;
  close(): Promise<void>;
}

const MAX_REDIRECTS = 10;

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

/** Opens a browser of its own. Every `NAME.localhost` leads to this machine, as in any browser, whatever the resolver says. */
export function createBrowserClient(): BrowserClient {
  const agent = new Agent({ connect: { lookup: lookupLoopback }, bodyTimeout: 0 });
  let cookies: readonly Cookie[] = [];

  const keep = (url: URL, header: string): void => {
    const cookie = readCookie(url, header);
    cookies = cookies.filter((old) => !isSame(old, cookie));
    if (!cookie.isGone) cookies = [...cookies, cookie];
  };
  const send = async (url: URL, init: RequestInit): Promise<Response> => {
    const mine = cookies.filter(({ host, path }) => host === url.hostname && url.pathname.startsWith(path));
    const headers = new Headers(init.headers === undefined ? {} : Object.entries(init.headers));
    if (mine.length > 0) headers.set("cookie", mine.map(({ name, value }) => `${name}=${value}`).join("; "));
    if (init.method === "POST") headers.set("origin", url.origin);
    const response = await fetch(url, {
      ...init,
      dispatcher: agent,
      redirect: "manual",
      headers: Object.fromEntries(headers),
    });
    for (const header of response.headers.getSetCookie()) keep(url, header);
    return response;
  };
  const go = async (start: URL, first: RequestInit): Promise<ClientPage> => {
    let url = start;
    let init = first;
    const via: URL[] = [];
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const response = await send(url, init);
      const location = response.headers.get("location");
      const text = await response.text();
      if (location === null || response.status < 300 || response.status > 399) {
        return { url, via, status: response.status, headers: response.headers, text };
      }
      via.push(url);
      const next = new URL(location, url);
      next.hash ||= url.hash;
      url = next;
      init = { method: "GET", ...(first.headers !== undefined && { headers: first.headers }) };
    }
    throw new Error(`More than ${MAX_REDIRECTS} redirects, the last to ${url.href}`);
  };
  const post: BrowserClient["post"] = (url, values, { multipart = false } = {}) =>
    go(new URL(url), { method: "POST", body: multipart ? asFormData(values) : asParameters(values) });

  return {
    get: (url, headers = {}) => go(new URL(url), { method: "GET", headers }),
    post,
    submit(page, action, values = {}) {
      const form = formOf(page, action);
      const url = new URL(form.action, page.url);
      const filled = fillIn(form, values);
      if (form.method === "post") return post(url, filled, { multipart: form.multipart });
      url.search = asParameters(filled).toString();
      return go(url, { method: "GET" });
    },
    postJson: (url, json) =>
      go(new URL(url), { method: "POST", body: json, headers: { "content-type": "application/json" } }),
    async bytes(url) {
      const response = await send(new URL(url), { method: "GET" });
      return {
        status: response.status,
        headers: response.headers,
        bytes: new Uint8Array(await response.arrayBuffer()),
      };
    },
    async *events(url, signal, opened = () => {}) {
      const response = await send(new URL(url), {
        method: "GET",
        headers: { accept: "text/event-stream" },
        signal,
      });
      if (response.status !== 200 || response.body === null) {
        throw new Error(`${String(url)} answered ${response.status} when asked for events`);
      }
      opened();
      yield* readMessages(response.body);
    },
    cookie: (url, name) =>
      cookies.find((cookie) => cookie.host === new URL(url).hostname && cookie.name === name)?.value,
    close: () => agent.destroy(),
  };
}

const lookupLoopback: LookupFunction = (hostname, options, done) => {
  const isHere = hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "127.0.0.1";
  const error = isHere ? null : new Error(`${hostname} is not on this machine`);
  if (options.all === true) done(error, [{ address: "127.0.0.1", family: 4 }]);
  else done(error, "127.0.0.1", 4);
};

function readCookie(url: URL, header: string): Cookie & { readonly isGone: boolean } {
  const [pair = "", ...attributes] = header.split(";").map((part) => part.trim());
  const attribute = (name: string): string | undefined =>
    attributes.find((text) => text.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const cut = pair.indexOf("=");
  const expires = attribute("expires");
  return {
    host: url.hostname,
    path: attribute("path") ?? "/",
    name: pair.slice(0, cut),
    value: pair.slice(cut + 1),
    isGone: attribute("max-age") === "0" || (expires !== undefined && Date.parse(expires) <= Date.now()),
  };
}

const isSame = (one: Cookie, other: Cookie): boolean =>
  one.host === other.host && one.path === other.path && one.name === other.name;

function formOf(page: ClientPage, action: string): HtmlForm {
  const form = readForms(page.text).find((one) => one.action.endsWith(action));
  if (form === undefined)
    throw new Error(`${page.url.href} (${page.status}) has no form that posts to ${action}`);
  return form;
}

function fillIn(
  form: HtmlForm,
  values: Readonly<Record<string, FormValues[string] | undefined>>,
): FormValues {
  const kept = form.fields.filter(([name]) => !(name in values));
  const filled: Record<string, FormValues[string]> = {};
  for (const [name, all] of Map.groupBy(kept, ([name]) => name)) filled[name] = all.map(([, value]) => value);
  for (const [name, value] of Object.entries(values)) if (value !== undefined) filled[name] = value;
  return filled;
}

const entriesOf = (values: FormValues): (readonly [string, string | Blob])[] =>
  Object.entries(values).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const));

function asParameters(values: FormValues): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of entriesOf(values))
    if (typeof value === "string") parameters.append(name, value);
  return parameters;
}

function asFormData(values: FormValues): FormData {
  const data = new FormData();
  for (const [name, value] of entriesOf(values)) {
    if (typeof value === "string") data.append(name, value);
    else data.append(name, value, value instanceof File ? value.name : "photo");
  }
  return data;
}

async function* readMessages(body: AsyncIterable<unknown>): AsyncGenerator<StreamMessage> {
  const decoder = new TextDecoder();
  let buffered = "";
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    buffered += decoder.decode(chunk, { stream: true });
    const blocks = buffered.split(/\r?\n\r?\n/u);
    buffered = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split(/\r?\n/u);
      const valuesOf = (name: string): string[] =>
        lines
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).trimStart());
      const data = valuesOf("data");
      if (data.length > 0) yield { event: valuesOf("event")[0] ?? "message", data: data.join("\n") };
    }
  }
}
