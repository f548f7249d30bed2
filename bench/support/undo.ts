/** Stops what was started, the last first, when its block ends. */
export class Undo implements AsyncDisposable {
  readonly #started: { stop(): Promise<unknown> }[] = [];

  add<Started extends { stop(): Promise<unknown> }>(started: Started): Started {
    this.#started.push(started);
    return started;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const started of this.#started.splice(0).toReversed()) await started.stop();
  }
}
