import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DatabaseCable, layCable } from "#test/support/database-cable.ts";
import { eventually } from "#test/support/eventually.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { openDatabase, type OpenDatabase } from "./database.ts";

/** How often the connections are lost. */
const ROUNDS = 40;
/** People who ask at the same time: more than there are connections. */
const ASKERS = 12;
/** An answer that takes longer is none. */
const ANSWER_MS = 10_000;

let database: TestDatabase;
let cable: DatabaseCable;
let ours: OpenDatabase;
/** By a way of its own, which nobody cuts. */
let calm: OpenDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  calm = openDatabase(database.url, 1);
  await calm.sql`create table numbers (n int not null, half int not null)`;
  cable = await layCable(database.url);
  ours = openDatabase(cable.url, 4);
});
afterAll(async () => {
  await ours?.close();
  await cable?.close();
  await calm?.close();
  await database?.drop();
});

/** Cuts the connections again and again while `work` is done by all at once, over and over. */
async function whileCut(work: (n: number) => Promise<void>): Promise<void> {
  const so = { isOver: false, far: 0 };
  const asker = async (): Promise<void> => {
    while (!so.isOver) {
      so.far += 1;
      await work(so.far);
    }
  };
  const askers = Promise.all(Array.from({ length: ASKERS }, asker));
  const cutter = async (): Promise<void> => {
    for (let round = 0; round < ROUNDS; round += 1) {
      cable.mend(database.url);
      // As far as some hundred answers, at another point of the exchange each time.
      const end = so.far + 100 + (round % 7);
      while (so.far < end) await turn();
      cable.cut();
    }
    cable.mend(database.url);
    so.isOver = true;
  };
  await Promise.all([askers, cutter()]);
}

/** What it comes to, `"refused"` where it is refused. Fails where it is neither in time. */
async function inTime<T>(query: Promise<T>): Promise<T | "refused"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("A query is never answered")), ANSWER_MS);
  });
  const refusal = query.catch((): "refused" => "refused");
  try {
    return await Promise.race([refusal, late]);
  } finally {
    clearTimeout(timer);
  }
}

test("a query is refused or answered, and answered with what it asked for", async () => {
  const counts = { answered: 0, refused: 0 };
  await whileCut(async (n) => {
    const rows = await inTime(ours.sql<{ n: number }[]>`select ${n}::int as n`.execute());
    if (rows === "refused") counts.refused += 1;
    else {
      expect([...rows]).toEqual([{ n }]);
      counts.answered += 1;
    }
  });
  expect(counts.answered).toBeGreaterThan(ROUNDS);
  expect(counts.refused).toBeGreaterThan(ROUNDS / 2);
});

test("a transaction is done whole or not at all", async () => {
  const done: number[] = [];
  await whileCut(async (n) => {
    const answer = await inTime(
      ours.sql.begin(async (tx) => {
        await tx`insert into numbers values (${n}, 1)`;
        await tx`insert into numbers values (${n}, 2)`;
        return n;
      }),
    );
    if (answer !== "refused") done.push(n);
  });
  const halves = await calm.sql<{ n: number; count: number }[]>`
    select n, count(*)::int as count from numbers group by n having count(*) <> 2`;
  expect([...halves]).toEqual([]);
  const [kept] = await calm.sql<{ count: number }[]>`
    select count(distinct n)::int as count from numbers where n = any(string_to_array(${done.join()}, ',')::int[])`;
  expect(kept?.count).toBe(done.length);
});

test("a transaction whose connection was lost while it thought says nothing on the next one", async () => {
  const one = openDatabase(cable.url, 1);
  const thought = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const late = Promise.withResolvers<unknown>();
  const answer = inTime(
    one.sql.begin(async (tx) => {
      await tx`insert into numbers values (-1, 1)`;
      begun.resolve();
      await thought.promise;
      await tx`insert into numbers values (-1, 2)`.then(late.resolve, late.reject);
    }),
  );
  await begun.promise;
  cable.cut();
  cable.mend(database.url);
  await eventually("there is another connection", async () => {
    expect([...(await one.sql`select 1 as n`)]).toEqual([{ n: 1 }]);
  });
  thought.resolve();
  await expect(late.promise).rejects.toThrow("CONNECTION_CLOSED");
  expect(await answer).toBe("refused");
  expect([...(await calm.sql`select * from numbers where n = -1`)]).toEqual([]);
  await one.close();
});
