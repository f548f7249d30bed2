import { openDatabase } from "#store/database.ts";
import { consume } from "#store/queue.ts";

/**
 * A worker process for tests that kill it. Handles the queue "killed": writes each message's number into the table `effects`
 * and acknowledges in the same transaction. Says "middle" on standard output between the two and the commit.
 *
 * Arguments: the database's address, and for how long a message is leased, in milliseconds.
 */
const [url = "", leaseMs = ""] = process.argv.slice(2);
const open = openDatabase(url);
consume(open, {
  queue: "killed",
  concurrency: 4,
  leaseMs: Number(leaseMs),
  handle: (message, ack) =>
    open.db.transaction(async (tx) => {
      await tx.execute(`insert into effects (message) values (${message.id})`);
      await ack(tx);
      await new Promise((resolve) => process.stdout.write("middle\n", resolve));
    }),
});
