import { type Dispatcher } from "undici";
import { asNetError, NetError } from "./errors.ts";

type Handler = Dispatcher.DispatchHandler;
type Controller = Dispatcher.DispatchController;
type Headers = Parameters<NonNullable<Handler["onResponseStart"]>>[2];

export interface Limits {
  /** The address in error texts. */
  readonly where: string;
  /** For everything: waiting for a connection, connecting, headers and body. */
  readonly timeoutMs: number;
  /** Of the body as it comes over the wire. */
  readonly maxBytes: number;
  /** Whether whoever reads the body undoes a content coding within limits of its own. */
  readonly acceptsCoding: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Ends an exchange that takes too long, grows too large or is aborted, and translates its errors to NetError. Whatever the handler inside
 * is told, it is told one end only. An abort is passed on as the signal's reason where that is an Error.
 */
export class LimitedHandler implements Handler {
  readonly #inner: Handler;
  readonly #limits: Limits;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort: (() => void) | undefined;
  #controller: Controller | undefined;
  #failure: Error | undefined;
  #received = 0;

  constructor(inner: Handler, limits: Limits) {
    this.#inner = inner;
    this.#limits = limits;
    this.#timer = setTimeout(() => {
      this.#fail(
        new NetError("timeout", `${limits.where} took longer than the ${limits.timeoutMs} ms it was given.`),
      );
    }, limits.timeoutMs);
    const { signal } = limits;
    if (signal === undefined) return;
    this.#onAbort = () => this.#fail(abortError(signal));
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  onRequestStart(controller: Controller, context: unknown): void {
    // Thrown, not aborted: an abort would also close the connection, which the next request in the queue can use.
    if (this.#failure !== undefined) throw this.#failure;
    this.#controller = controller;
    this.#inner.onRequestStart?.(controller, context);
  }

  onResponseStart(controller: Controller, status: number, headers: Headers, text?: string): void {
    if (this.#failure !== undefined || status < 200) return;
    const coding = headers["content-encoding"] ?? "identity";
    if (!this.#limits.acceptsCoding && coding !== "identity") this.#fail(unwantedCoding(this.#limits));
    else this.#inner.onResponseStart?.(controller, status, headers, text);
  }

  onResponseData(controller: Controller, piece: Buffer): void {
    if (this.#failure !== undefined) return;
    this.#received += piece.length;
    if (this.#received > this.#limits.maxBytes) this.#fail(tooLargeBody(this.#limits));
    else this.#inner.onResponseData?.(controller, piece);
  }

  onResponseEnd(controller: Controller, trailers: Headers): void {
    if (this.#failure !== undefined) return;
    this.#settle();
    this.#inner.onResponseEnd?.(controller, trailers);
  }

  onResponseError(controller: Controller, error: Error): void {
    if (this.#failure !== undefined) return;
    this.#end(controller, asNetError(error, this.#limits.where));
  }

  #fail(error: Error): void {
    if (this.#failure !== undefined) return;
    this.#end(this.#controller ?? ended(error), error);
    this.#controller?.abort(error);
  }

  #end(controller: Controller, error: Error): void {
    this.#settle();
    this.#failure = error;
    // A turn later: the fetch of undici waits forever for a body that fails in the same turn in which its headers came.
    setImmediate(() => this.#inner.onResponseError?.(controller, error));
  }

  #settle(): void {
    clearTimeout(this.#timer);
    if (this.#onAbort !== undefined) this.#limits.signal?.removeEventListener("abort", this.#onAbort);
  }
}

/** The refusal of a body beyond its limit. */
export const tooLargeBody = (limits: Pick<Limits, "where" | "maxBytes">): NetError =>
  new NetError("too-large", `${limits.where} answered with more than the ${limits.maxBytes} bytes allowed.`);

/** The refusal of a content coding that was not offered. */
export const unwantedCoding = (limits: Pick<Limits, "where">): NetError =>
  new NetError("bad-response", `${limits.where} answered in a content coding that was not asked for.`);

const abortError = (signal: AbortSignal): Error =>
  signal.reason instanceof Error
    ? signal.reason
    : new DOMException("The request was aborted by its caller.", "AbortError");

/** Stands for a request that failed while it waited for a connection. */
const ended = (reason: Error): Controller => ({
  aborted: true,
  paused: false,
  reason,
  abort: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
});
