import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { follow } from "#actions/follow.ts";
import { followSpecialty } from "#actions/follow-specialty.ts";
import { receiveAnnounce } from "#actions/receive-announce.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { findActorByUri } from "#store/actors.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import type { SignedIn } from "#test/support/instance.ts";
import { activity } from "#test/support/remote-notes.ts";
import { type RemoteServer, startRemoteServer } from "#test/support/remote-server.ts";
import { signInAdministrator, startTwoHouses, type TwoHouses } from "#test/support/two-houses.ts";

let houses: TwoHouses;
/** A server that follows the stream, as any of the fediverse may. */
let lemming: RemoteServer;

beforeAll(async () => {
  lemming = await startRemoteServer("lemming");
  houses = await startTwoHouses([lemming.origin]);
  await setPeerTrust(houses.northfield.app.instance, houses.southbank.origin, "trusted");
  await setPeerTrust(houses.southbank.app.instance, houses.northfield.origin, "trusted");
});
afterAll(() => Promise.all([houses?.stop(), lemming?.stop()]));

test("a moderator takes a case out of the stream, at home and with all that follow it", async () => {
  const { northfield, southbank } = houses;
  const stream = `${northfield.origin}/actors/dermatology`;
  const { instance: south } = southbank.app;
  const [asker, ofStream, ofAsker] = [
    await northfield.signIn(),
    await southbank.signIn(),
    await southbank.signIn(),
  ];
  const owl = await lemming.addActor("owl");
  await lemming.post(owl, `${northfield.origin}/inbox`, activity(owl, "Follow", stream));
  await followSpecialty(south, ofStream.physician, "dermatology");
  await follow(south, ofAsker.physician, await south.remote.findActor(asker.physician.persona.uri));
  await eventually("all follow", async () => {
    const rows = await northfield.app.instance.db.execute(sql`
      select from follows f join actors a on a.id = f.follower_id where not a.local and f.state = 'accepted'`);
    expect(rows.length).toBe(3);
  });
  const title = "Not for this stream";
  const id = await postCase(northfield, asker.physician, { title, audience: "public" });
  const uri = `${northfield.origin}/cases/${id}`;
  const home = async ({ client }: SignedIn) => (await client.get(`${southbank.origin}/`)).text;
  await eventually("it is on both home pages", async () => {
    expect(await home(ofStream)).toContain(title);
    expect(await home(ofAsker)).toContain(title);
  });
  const announces = () =>
    lemming.delivered
      .filter(({ activity: one }) => one["type"] === "Announce")
      .map(({ activity: one }) => one);
  await eventually("it is announced by its id and as its Create", async () => {
    expect(announces()).toContainEqual(expect.objectContaining({ object: uri }));
    expect(announces().map(({ object }) => object)).toContainEqual(
      expect.objectContaining({ type: "Create", id: `${uri}#create` }),
    );
  });
  const outbox = async () => (await lemming.get(`${stream}/outbox?cursor=`)).text;
  expect(await outbox()).toContain(uri);

  const other = await northfield.signIn();
  expect((await other.client.post(`${uri}/unlist`, {})).status).toBe(403);
  const administrator = await signInAdministrator(northfield, "matron");
  const done = await administrator.submit(await administrator.get(uri), "/unlist");
  expect(done.status).toBe(200);
  expect(done.text).toContain(title);
  expect(done.text).not.toContain("/unlist");
  expect((await administrator.post(`${uri}/unlist`, {})).status).toBe(409);

  await eventually("it is gone from the timeline of who follows the stream only", async () =>
    expect(await home(ofStream)).not.toContain(title),
  );
  expect(await home(ofAsker)).toContain(title);
  for (const [house, person] of [
    [northfield, other],
    [southbank, ofStream],
  ] as const) {
    const page = await person.client.get(`${house.origin}/streams/dermatology`);
    expect(page.text).not.toContain(title);
  }
  await eventually("both Announces are taken back", async () => {
    const undone = lemming.delivered.flatMap(({ activity: one }) =>
      one["type"] === "Undo" ? [JSON.stringify(one["object"])] : [],
    );
    for (const one of announces()) expect(undone.join()).toContain(`"${String(one["id"])}"`);
  });
  expect(await outbox()).not.toContain(uri);

  // An Announce that was overtaken by its Undo, or is sent again, brings nothing back.
  const known = await findActorByUri(south.db, stream);
  if (known === undefined) throw new Error("The stream is not known");
  await receiveAnnounce(south, known.id, uri, `${stream}/announces/again`);
  expect(await home(ofStream)).not.toContain(title);
});
