import { startInstitution } from "../support/institution.ts";
import { plainRow } from "../support/result.ts";
import { ROUNDS } from "../support/rounds.ts";
import type { Row } from "../support/row.ts";

/** From the start of the process to the line that says that it is ready, with the embedded Postgres of a folder that is there. */
export const start: Row = {
  name: "start",
  async run(ground) {
    const times: number[] = [];
    // The first start makes the folder, and counts for nothing.
    for (let round = 0; round <= ROUNDS; round++) {
      const institution = await startInstitution(ground, {
        name: "start",
        databaseUrl: "embedded",
        allowOrigins: [],
      });
      times.push(institution.readyMs);
      await institution.stop();
    }
    return [plainRow({ name: "start", unit: "ms" }, times.slice(1))];
  },
};
