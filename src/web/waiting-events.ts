/** Items on their way to a reader: added as they come, taken one at a time, at most so many waiting. */
export interface Waiting<Item> {
  /** Puts an item in line; one too many ends it all. */
  add(item: Item): void;
  /** The next item as soon as there is one; `undefined` once it has ended. */
  next(): Promise<Item | undefined>;
  end(): void;
  /** Fires when it ends. */
  readonly ended: AbortSignal;
}

/** Makes an empty line of at most `limit` items, for one reader. */
export function waitingLine<Item>(limit: number): Waiting<Item> {
  const items: Item[] = [];
  const ended = new AbortController();
  let wake = (): void => {};
  const end = (): void => {
    items.length = 0;
    ended.abort();
    wake();
  };
  return {
    ended: ended.signal,
    end,
    add(item) {
      if (ended.signal.aborted) return;
      if (items.length >= limit) return end();
      items.push(item);
      wake();
    },
    async next() {
      while (items.length === 0 && !ended.signal.aborted) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return items.shift();
    },
  };
}
