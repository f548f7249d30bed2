import type { Ground } from "./ground.ts";
import { seed } from "./seed.ts";
import { planFor, type SeedPlan } from "./seed-rows.ts";

/** A database that holds many objects. */
export interface Seeded {
  readonly databaseUrl: string;
  readonly plan: SeedPlan;
}

const made = new Map<number, Promise<Seeded>>();

/** The database with so many objects, made when it is first asked for and shared by the rows that read it. */
export function seeded(ground: Ground, objects: number, say: (line: string) => void): Promise<Seeded> {
  const known = made.get(objects);
  if (known !== undefined) return known;
  const plan = planFor(objects);
  const making = ground.database(`seeded_${objects}`).then(async (databaseUrl) => {
    say(`  seeding ${objects.toLocaleString("en")} objects …`);
    await seed(databaseUrl, plan, say);
    return { databaseUrl, plan };
  });
  made.set(objects, making);
  return making;
}
