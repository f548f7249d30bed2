/** A browser without a screen: it keeps cookies by host and path, follows redirects, and posts forms. */
export interface CookieClient {
  /** Asks for a page and follows redirects until `stopAt` says so of the next address, or none is left. */
  get(url: string | URL, stopAt?: (next: URL) => boolean): Promise<Page>;
  /** Posts a form, then goes on as `get` does. */
  post(url: string | URL, form: Record<string, string>, stopAt?: (next: URL) => boolean): Promise<Page>;
}

export interface Page {
  /** The address shown, or the one at which it stopped without asking. */
  readonly url: URL;
  /** 0 where it stopped. */
  readonly status: number;
  readonly text: string;
}

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

const MAX_REDIRECTS = 10;

type Send = (url: URL, init: RequestInit) => Promise<Response>;

/** @param send what sends the requests: the global fetch, or one that knows more host names. */
export function createCookieClient(send: Send = fetch): CookieClient {
  let cookies: Cookie[] = [];

  const keep = (url: URL, header: string): void => {
    const [pair = "", ...attributes] = header.split(";").map((part) => part.trim());
    const attribute = (name: string) =>
      attributes.find((text) => text.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
    const cut = pair.indexOf("=");
    const cookie: Cookie = {
      host: url.hostname,
      path: attribute("path") ?? "/",
      name: pair.slice(0, cut),
      value: pair.slice(cut + 1),
    };
    const expires = attribute("expires");
    const isGone =
      attribute("max-age") === "0" || (expires !== undefined && Date.parse(expires) <= Date.now());
    cookies = cookies.filter(
      ({ host, path, name }) => host !== cookie.host || path !== cookie.path || name !== cookie.name,
    );
    if (!isGone) cookies.push(cookie);
  };

  const cookieHeader = (url: URL): string =>
    cookies
      .filter(({ host, path }) => host === url.hostname && url.pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");

  const go = async (start: URL, first: RequestInit, stopAt: (next: URL) => boolean): Promise<Page> => {
    let url = start;
    let request = first;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const response = await send(url, {
        ...request,
        redirect: "manual",
        headers: { cookie: cookieHeader(url) },
      });
      for (const header of response.headers.getSetCookie()) keep(url, header);
      const text = await response.text();
      const location = response.headers.get("location");
      if (location === null) return { url, status: response.status, text };
      url = new URL(location, url);
      if (stopAt(url)) return { url, status: 0, text: "" };
      request = { method: "GET" };
    }
    throw new Error(`More than ${MAX_REDIRECTS} redirects, the last to ${url.href}`);
  };

  return {
    get: async (url, stopAt = () => false) => await go(new URL(url), { method: "GET" }, stopAt),
    post: async (url, form, stopAt = () => false) =>
      await go(new URL(url), { method: "POST", body: new URLSearchParams(form) }, stopAt),
  };
}
