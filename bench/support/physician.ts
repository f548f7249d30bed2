import { expectStatus, type Guest, signIn } from "#demo/house.ts";
import type { Institution } from "./institution.ts";

/** A physician who is signed in, and the handle of their persona. */
export interface BenchPhysician extends Guest {
  readonly handle: string;
  /** Prepares a public case up to the last button. @returns what presses it, and how long the answer took in milliseconds */
  draftCase(title: string): Promise<() => Promise<number>>;
  stop(): Promise<void>;
}

/** Signs the institution's physician in, through the identity provider and with a pseudonym, as a browser would. */
export async function signInPhysician(institution: Institution): Promise<BenchPhysician> {
  const house = { ...institution, administratorLink: "", people: [institution.login] };
  const guest = await signIn(house, institution.login, "Grey Heron");
  const { client } = guest;
  return {
    ...guest,
    handle: "grey-heron",
    async draftCase(title) {
      const form = expectStatus(await client.get(`${institution.origin}/ask`), 200);
      const preview = expectStatus(
        await client.submit(form, "/ask", {
          title,
          question: "Fungal after all, or should I biopsy?",
          audience: "public",
          "specialty-1": "dermatology",
          findings: "A ring of four centimetres with a raised, smooth border and a flat centre; no scale.",
        }),
        200,
      );
      return async () => {
        const begun = performance.now();
        expectStatus(await client.submit(preview, "/post", { "confirm-public": "yes" }), 200);
        return performance.now() - begun;
      };
    },
    stop: () => client.close(),
  };
}
