/** One statement for many items. @returns one result for each, in their order */
export type Batch<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

/** So many wait for one statement at most; more go with the next. */
const MAX_ITEMS = 500;

/**
 * Does with many callers' items in one statement what would take one each: items that come while a batch is on its way
 * go with the next ("group commit"). Nobody waits for company: what comes alone goes alone, at once.
 *
 * A batch that fails is done again item by item, so that each caller gets the error of their own item only; `run` must
 * be all or nothing.
 */
export function batched<Item, Result>(run: Batch<Item, Result>): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let isRunning = false;

  const drain = async (): Promise<void> => {
    isRunning = true;
    // What else comes in this turn of the event loop goes along.
    await new Promise(setImmediate);
    while (waiting.length > 0) await settle(run, waiting.splice(0, MAX_ITEMS));
    isRunning = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isRunning) void drain();
    });
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Never rejects. */
async function settle<Item, Result>(
  run: Batch<Item, Result>,
  batch: readonly Waiting<Item, Result>[],
): Promise<void> {
  try {
    const results = await run(batch.map(({ item }) => item));
    if (results.length !== batch.length) throw new Error("A batch has one result for each item");
    for (const [index, result] of results.entries()) batch[index]?.resolve(result);
  } catch (error) {
    const [only] = batch;
    if (batch.length === 1) only?.reject(error);
    else for (const one of batch) await settle(run, [one]);
  }
}
