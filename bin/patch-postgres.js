// Runs after npm install. Mends the Postgres driver where a connection that is lost with bytes still to be sent ends the
// whole process, or is never sent anything again (github.com/porsager/postgres, issues 1154 and 1208): see
// docs/decisions/0006-mended-driver.md. Plain JavaScript, for whatever Node there is.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../node_modules/postgres/src/connection.js", import.meta.url));

/** Text of version 3.4.9, and what stands there instead. */
const changes = [
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
];

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
