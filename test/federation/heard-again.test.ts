import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";
import { type RemoteActor, type RemoteServer, startRemoteServer } from "#test/support/remote-server.ts";

let there: RemoteServer;
let fan: RemoteActor;
let northfield: TestInstance;
let asker: SignedIn;

beforeAll(async () => {
  there = await startRemoteServer("there");
  northfield = await startTestInstance({ name: "northfield", allowOrigins: [there.origin] });
  asker = await northfield.signIn();
  fan = await there.addActor("fan");
  await send(1, "Follow");
  await eventually("the follow is accepted", async () => {
    expect(there.delivered.map(({ activity }) => activity["type"])).toContain("Accept");
  });
});
afterAll(async () => {
  await northfield?.stop();
  await there?.stop();
});

const send = (nth: number, type: string) =>
  there.post(fan, `${northfield.origin}/inbox`, {
    "@context": "https://www.w3.org/ns/activitystreams",
    id: `${fan.uri}/activities/${nth}`,
    type,
    actor: fan.uri,
    object: `${northfield.origin}/actors/${asker.physician.persona.handle}`,
  });

/** What there is of the case's delivery. */
const waiting = () =>
  northfield.app.instance.db.execute<{ attempts: number; soon: boolean }>(
    sql`select attempts, next_attempt_at < now() + interval '30 minutes' as soon from deliveries
      where state = 'waiting' and host = ${there.host}`,
  );

test("a server that was down for hours is sent what waits as soon as it speaks, but asked once a minute at most", async () => {
  const inboxes = ["/inbox", "/users/fan/inbox"];
  let refusals = 0;
  for (const path of inboxes) {
    there.handlers.set(path, (_request, response) => {
      refusals += 1;
      response.writeHead(503).end();
    });
  }
  await postCase(northfield, asker.physician, { title: "Posted while the other one was down" });
  await eventually("a try has failed and is written down", async () => {
    expect([...(await waiting())]).toEqual([{ attempts: 1, soon: true }]);
    const [row] = await northfield.app.instance.db.execute<{ failures: number }>(
      sql`select failures from peers where host = ${there.host}`,
    );
    expect(row?.failures).toBeGreaterThan(0);
  });
  const { db } = northfield.app.instance;
  const leaveAlone = async (failedAgo: string): Promise<void> => {
    await db.execute(sql`update peers set paused_until = now() + interval '1 hour',
      last_failed_at = now() - ${failedAgo}::interval where host = ${there.host}`);
    await db.execute(sql`update deliveries set next_attempt_at = now() + interval '1 hour'
      where state = 'waiting' and host = ${there.host}`);
  };

  await leaveAlone("10 seconds");
  const before = refusals;
  expect((await send(2, "Like")).status).toBe(202);
  expect([...(await waiting())]).toEqual([{ attempts: 1, soon: false }]);
  expect(refusals).toBe(before);

  await leaveAlone("2 minutes");
  for (const path of inboxes) there.handlers.delete(path);
  expect((await send(3, "Like")).status).toBe(202);
  await eventually("the case has arrived", async () => {
    expect(JSON.stringify(there.delivered)).toContain("Posted while the other one was down");
    expect([...(await waiting())]).toEqual([]);
  });
});
