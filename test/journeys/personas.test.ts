import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createPersona } from "#actions/create-persona.ts";
import { findMember } from "#actions/find-member.ts";
import { MAX_PERSONAS } from "#domain/member.ts";
import { listComments } from "#store/comments.ts";
import { findCase } from "#store/cases.ts";
import { listOpinions } from "#store/opinions.ts";
import { parseId, type CaseId } from "#domain/ids.ts";
import { postCase } from "#test/support/cases.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";

let northfield: TestInstance;
let asker: SignedIn;
let heron: SignedIn;

beforeAll(async () => {
  northfield = await startTestInstance({ name: "northfield" });
  [asker, heron] = await Promise.all([
    northfield.signIn(),
    northfield.signIn({ login: "heron", pseudonym: "Quiet Heron" }),
  ]);
  const form = await heron.client.get(`${northfield.origin}/you/pseudonyms/add`);
  const taken = await heron.client.submit(form, "/add", { pseudonym: "Quiet Heron" });
  expect(taken.status).toBe(422);
  const added = await heron.client.submit(taken, "/add", { pseudonym: "Grey Kestrel" });
  expect(added.text).toContain("Your new pseudonym is ready.");
  expect(added.text).toContain("Grey Kestrel");
});
afterAll(() => northfield.stop());

const caseUrl = (id: CaseId) => `${northfield.origin}/cases/${id}`;
const opinionsOn = (id: CaseId) => listOpinions(northfield.app.instance.db, id);

const answer = { "diagnosis-1": "Granuloma annulare", "rank-1": "1", confidence: "70" };

describe("a physician with two pseudonyms", () => {
  test("answers under the one chosen for the act, and once, whatever pseudonym is tried", async () => {
    const id = await postCase(northfield, asker.physician);
    const page = await heron.client.get(caseUrl(id));
    const given = await heron.client.submit(page, "/answer", { ...answer, as: "grey-kestrel" });
    expect(given.status).toBe(200);
    expect((await opinionsOn(id)).map(({ author }) => author.handle)).toEqual(["grey-kestrel"]);

    for (const as of ["quiet-heron", "grey-kestrel", ""]) {
      const again = await heron.client.post(`${caseUrl(id)}/answer`, { ...answer, as });
      expect(again.status).toBe(409);
    }
    expect(await opinionsOn(id)).toHaveLength(1);
  });

  test("gives one opinion when both pseudonyms send theirs at the same moment", async () => {
    const id = await postCase(northfield, asker.physician);
    const sent = await Promise.all(
      ["quiet-heron", "grey-kestrel"].map((as) =>
        heron.client.post(`${caseUrl(id)}/answer`, { ...answer, as }),
      ),
    );
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(await opinionsOn(id)).toHaveLength(1);
  });

  test("comments under the pseudonym that answered, and under no other", async () => {
    const id = await postCase(northfield, asker.physician);
    const page = await heron.client.get(caseUrl(id));
    const given = await heron.client.submit(page, "/answer", { ...answer, as: "grey-kestrel" });
    const refused = await heron.client.post(`${caseUrl(id)}/comment`, {
      comment: "I agree with the first answer.",
      as: "quiet-heron",
    });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain("Grey Kestrel already");
    // The page's own form names the right one by itself, though the session acts under the other.
    await heron.client.submit(given, "/comment", { comment: "I would biopsy all the same." });
    const comments = await listComments(northfield.app.instance.db, id);
    expect(comments.map(({ author }) => author.handle)).toEqual(["grey-kestrel"]);
  });

  test("asks under either, and can answer their own case under neither", async () => {
    const draft = await heron.client.submit(await heron.client.get(`${northfield.origin}/ask`), "/ask", {
      title: "Papules on the shin",
      question: "What is it?",
      "specialty-1": "dermatology",
    });
    expect(draft.text).toContain("Under which name");
    const asKestrel = await heron.client.get(`${draft.url.href}?as=grey-kestrel`);
    expect(asKestrel.text).toContain("@grey-kestrel");
    const posted = await heron.client.submit(asKestrel, "/post");
    const id = parseId<CaseId>(posted.url.pathname.split("/").at(-1) ?? "");
    if (id === undefined) throw new Error(`No case at ${posted.url.href}`);
    const found = await findCase(northfield.app.instance.db, id, { kind: "member" });
    expect(found?.author.handle).toBe("grey-kestrel");
    expect(posted.text).not.toContain(`/cases/${id}/answer`);
    const own = await heron.client.post(`${caseUrl(id)}/answer`, { ...answer, as: "quiet-heron" });
    expect(own.status).toBe(403);
    expect(await opinionsOn(id)).toHaveLength(0);
  });

  test("acts under the chosen one for the rest of this session only", async () => {
    const you = await heron.client.get(`${northfield.origin}/you`);
    const used = await heron.client.submit(you, "/you/pseudonyms/use", { as: "grey-kestrel" });
    expect(used.text).toContain("You act under this pseudonym");
    const { instance } = northfield.app;
    expect((await findMember(instance, heron.session))?.persona?.handle).toBe("grey-kestrel");
    const elsewhere = await northfield.signInOnly({ login: "heron" });
    expect((await findMember(instance, elsewhere.session))?.persona?.handle).toBe("quiet-heron");
    await heron.client.post(`${northfield.origin}/you/pseudonyms/use`, { as: "quiet-heron" });
  });

  test("cannot act under somebody else's", async () => {
    const id = await postCase(northfield, asker.physician);
    const as = asker.physician.persona.handle;
    const sent = await heron.client.post(`${caseUrl(id)}/comment`, { comment: "Hello", as });
    expect(sent.status).toBe(422);
    const used = await heron.client.post(`${northfield.origin}/you/pseudonyms/use`, { as });
    expect(used.status).toBe(422);
    expect(await listComments(northfield.app.instance.db, id)).toHaveLength(0);
  });
});

const actorShape = z.looseObject({
  id: z.string(),
  attestation: z.string(),
  publicKey: z.looseObject({ publicKeyPem: z.string() }),
  assertionMethod: z.array(z.looseObject({ publicKeyMultibase: z.string() })),
});
const claimsShape = z.looseObject({
  sub: z.string(),
  iat: z.number(),
  exp: z.number(),
  cnf: z.looseObject({ jwk: z.looseObject({ x: z.string() }) }),
  status: z.looseObject({ status_list: z.looseObject({ idx: z.number() }) }),
  ["_sd"]: z.array(z.string()),
});

/** What anybody sees of a persona. */
async function published(handle: string) {
  const { text } = await northfield.visitor().get(`${northfield.origin}/actors/${handle}`, {
    accept: "application/activity+json",
  });
  const actor = actorShape.parse(JSON.parse(text));
  const claims = claimsShape.parse(decodeJwt(actor.attestation.split("~")[0] ?? ""));
  return { text, actor, claims };
}

test("two personas of one physician share nothing that strangers would not share", async () => {
  const [one, other] = [await published("quiet-heron"), await published("grey-kestrel")];
  const stranger = await published(asker.physician.persona.handle);
  const told = ({ actor, claims }: Awaited<ReturnType<typeof published>>) => [
    actor.publicKey.publicKeyPem,
    ...actor.assertionMethod.map((key) => key.publicKeyMultibase),
    claims.cnf.jwk.x,
    claims.status.status_list.idx,
    claims.exp,
    ...claims["_sd"],
    ...actor.attestation.split("~").slice(1).filter(Boolean),
  ];
  const shared = told(one).filter((value) => told(other).includes(value));
  expect(shared).toEqual([]);
  // What they do share, everybody of the house shares: the day.
  expect(one.claims.iat).toBe(stranger.claims.iat);
  expect(other.claims.iat).toBe(stranger.claims.iat);
  expect(one.text).not.toMatch(/kestrel/iu);
  expect(other.text).not.toMatch(/heron/iu);
});

test("there are at most five, and of two that are picked at the same moment one", async () => {
  const { instance } = northfield.app;
  const many = await northfield.signIn();
  const seen = async () => {
    const member = await findMember(instance, many.session);
    if (member === undefined) throw new Error("Nobody is signed in");
    return member;
  };
  const before = await seen();
  const made = await Promise.allSettled(
    ["Amber Wren", "Brown Lark"].map((name) => createPersona(instance, before, name)),
  );
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const name of ["Coral Swift", "Dusky Finch", "Early Robin"]) {
    await createPersona(instance, await seen(), name);
  }
  const after = await seen();
  expect(after.personas).toHaveLength(MAX_PERSONAS);
  await expect(createPersona(instance, after, "Faded Crane")).rejects.toThrow(
    "the most that one physician may have",
  );
  // The standing one stays the standing one.
  expect(after.persona?.actorId).toBe(many.physician.persona.actorId);
  const page = await many.client.get(`${northfield.origin}/you`);
  expect(page.text).not.toContain("/you/pseudonyms/add");
});
