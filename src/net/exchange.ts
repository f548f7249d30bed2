import { type IncomingHttpHeaders } from "node:http";
import { type Dispatcher } from "undici";
import { Gather } from "./gather.ts";
import { LimitedHandler, type Limits } from "./limits.ts";

/** A response as it came over the wire, complete; redirects not followed, content coding not undone. */
export interface RawResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

type Controller = Dispatcher.DispatchController;

class Collector implements Dispatcher.DispatchHandler {
  readonly #resolve: (response: RawResponse) => void;
  readonly #reject: (error: Error) => void;
  readonly #body = new Gather();
  #status = 0;
  #statusText = "";
  #headers: RawResponse["headers"] = {};

  constructor(resolve: (response: RawResponse) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onRequestStart(): void {
    // Its presence tells undici which of its two handler interfaces this is.
  }

  onResponseStart(_: Controller, status: number, headers: IncomingHttpHeaders, text = ""): void {
    this.#status = status;
    this.#statusText = text;
    this.#headers = headers;
  }

  onResponseData(_: Controller, piece: Buffer): void {
    this.#body.add(piece);
  }

  onResponseEnd(): void {
    this.#resolve({
      status: this.#status,
      statusText: this.#statusText,
      headers: this.#headers,
      body: this.#body.bytes(),
    });
  }

  onResponseError(_: Controller, error: Error): void {
    this.#reject(error);
  }
}

/**
 * Sends one request and reads its whole response within the limits.
 *
 * @throws {NetError} and, when aborted, the signal's reason.
 */
export function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  limits: Limits,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new LimitedHandler(new Collector(resolve, reject), limits));
  });
}
