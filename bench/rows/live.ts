import postgres from "postgres";
import { arrivals } from "#demo/arrivals.ts";
import { followSpecialties } from "#demo/house.ts";
import { freePort } from "#demo/free-port.ts";
import { type Institution, originOf, startInstitution } from "../support/institution.ts";
import { signInPhysician } from "../support/physician.ts";
import { median, plainRow } from "../support/result.ts";
import { ROUNDS } from "../support/rounds.ts";
import type { Row } from "../support/row.ts";
import { Undo } from "../support/undo.ts";

const CASES = 10;

/**
 * From the press on the button at one institution until the page of the case is there for a reader of another, whose open
 * home page hears of it by server-sent events: the median of ten cases a round.
 */
export const live: Row = {
  name: "live",
  async run(ground) {
    await using undo = new Undo();
    const places = await Promise.all(
      ["here", "there"].map(async (name) => ({ name, port: await freePort() })),
    );
    const allowOrigins = places.map(({ name, port }) => originOf(name, port));
    const [here, there] = await Promise.all(
      places.map(async (place) => undo.add(await startInstitution(ground, { ...place, allowOrigins }))),
    );
    if (here === undefined || there === undefined) throw new Error("Two institutions were to be started");
    await trust(here, there);
    await trust(there, here);
    const author = undo.add(await signInPhysician(here));
    const reader = undo.add(await signInPhysician(there));
    const house = { ...there, administratorLink: "", people: [] };
    await followSpecialties(house, reader, ["dermatology"], 2);
    const arriving = arrivals(house, reader);
    await arriving.ready;

    const oneCase = async (title: string): Promise<number> => {
      const press = await author.draftCase(title);
      const begun = performance.now();
      await press();
      return (await arriving.of(title)).at - begun;
    };
    const medians: number[] = [];
    await oneCase("Plaque on the shin, to warm up");
    for (let round = 1; round <= ROUNDS; round++) {
      const times: number[] = [];
      for (let nth = 1; nth <= CASES; nth++) times.push(await oneCase(`Plaque ${nth} of round ${round}`));
      medians.push(median(times));
    }
    return [plainRow({ name: "live", unit: "ms" }, medians)];
  },
};

/** As an administrator says on the page of peers. */
async function trust(institution: Institution, other: Institution): Promise<void> {
  const sql = postgres(institution.databaseUrl, { max: 1 });
  await sql`
    insert into peers (id, host, trust, first_seen_at) values (gen_random_uuid(), ${other.host}, 'trusted', now())
    on conflict (host) do update set trust = 'trusted'`;
  await sql.end();
}
