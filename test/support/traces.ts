import { and, eq } from "drizzle-orm";
import { accounts, actors, personas, sessions } from "#store/schema/index.ts";
import type { TestInstance } from "./instance.ts";

/** How much of people an institution keeps: what a sign-in that fails must not change. */
export async function tracesOfPeople({ app: { instance } }: TestInstance) {
  const { db } = instance;
  const [accountCount, sessionCount, personaCount, pseudonyms] = await Promise.all([
    db.$count(accounts),
    db.$count(sessions),
    db.$count(personas),
    db.$count(actors, and(eq(actors.local, true), eq(actors.type, "Person"))),
  ]);
  return { accounts: accountCount, sessions: sessionCount, personas: personaCount, pseudonyms };
}
