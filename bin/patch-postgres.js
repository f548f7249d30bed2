// Runs after npm install. Mends the Postgres driver where a connection is lost or COPY is refused: see
// docs/decisions/0006-mended-driver.md for what went wrong, and which tests show what holds now. Plain JavaScript, for whatever Node there is.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Text of version 3.4.9, and what stands there instead. */
const connectionChanges = [
  // A transaction holds on to its connection, and may write when it is gone: its query is refused, not the process ended.
  [
    `    const x = socket.write(chunk, fn)
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return x
`,
    `    const x = chunk
    forgetWrite()
    if (socket === null) {
      error(Errors.connection('CONNECTION_CLOSED', options))
      return false
    }
    return socket.write(x, fn)
  }

  function forgetWrite() {
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
`,
  ],
  // What was to be sent on a lost connection is not sent on the next one, and does not keep that one from sending.
  [
    `    incomings = null
    clearImmediate(nextWriteTimer)
`,
    `    incomings = null
    forgetWrite()
`,
  ],
  // Rows that COPY refuses once they are all sent are refused to whoever sent them.
  [
    `    stream && (stream.destroy(err), stream = null)
`,
    `    stream && (stream.destroy(err), stream = null)
    final && (final(err), final = null)
`,
  ],
  // Nobody is left waiting in it for an answer that the next connection would give to somebody else.
  [
    `    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
`,
    `    const begun = initial
    initial = null
    ;(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = results = errorResponse = null
    result = new Result()
    rows = 0

    if (begun) {
      initial = begun
      return reconnect()
    }

`,
  ],
];

/** A transaction whose connection is lost asks nothing of the connection that stands there next. */
const transactionChanges = [
  [
    `    let savepoints = 0
      , connection
`,
    `    let savepoints = 0
      , lost = null
      , connection
`,
  ],
  [
    `        new Promise((_, reject) => connection.onclose = reject)
`,
    `        new Promise((_, reject) => connection.onclose = e => reject(lost = e))
`,
  ],
  [
    `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue`,
    `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
        c.queue`,
  ],
];

mend("connection.js", connectionChanges);
mend("index.js", transactionChanges);

/** Makes these changes to a file of the driver, those that are not made yet. */
function mend(name, changes) {
  const file = fileURLToPath(new URL(`../node_modules/postgres/src/${name}`, import.meta.url));
  let text = readFileSync(file, "utf8");
  for (const [before, after] of changes) {
    if (text.includes(after)) continue;
    if (text.split(before).length !== 2) {
      throw new Error(
        `${file} is not as bin/patch-postgres.js knows it: look at it for this version of postgres`,
      );
    }
    text = text.replace(before, () => after);
  }
  writeFileSync(file, text);
}
