import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import type { IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

/** One answer, as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request to this machine, with exactly these headers; redirects are not followed. `port` in place of the address's. */
export function askDirectly(
  address: string,
  options: {
    /** Posted as a form is. */
    readonly form?: Readonly<Record<string, string>>;
    readonly headers?: Readonly<Record<string, string>>;
    readonly port?: number;
  } = {},
): Promise<Answer> {
  const url = new URL(address);
  const { form, headers = {}, port = Number(url.port) } = options;
  const body = form === undefined ? undefined : new URLSearchParams(form).toString();
  const send = url.protocol === "https:" ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const asked = send(
      {
        host: "127.0.0.1",
        servername: url.hostname,
        port,
        method: body === undefined ? "GET" : "POST",
        path: `${url.pathname}${url.search}`,
        headers: {
          host: url.host,
          ...(body !== undefined && {
            origin: url.origin,
            "content-type": "application/x-www-form-urlencoded",
            "content-length": Buffer.byteLength(body),
          }),
          ...headers,
        },
        agent: false,
      },
      (response) => {
        text(response).then(
          (said) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: said }),
          reject,
        );
      },
    );
    asked.once("error", reject).end(body);
  });
}
