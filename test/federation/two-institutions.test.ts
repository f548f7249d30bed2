import { afterAll, beforeAll, expect, test } from "vitest";
import { boostPost } from "#actions/boost-post.ts";
import { editPost } from "#actions/edit-post.ts";
import { follow } from "#actions/follow.ts";
import { followSpecialty } from "#actions/follow-specialty.ts";
import { giveOpinion } from "#actions/give-opinion.ts";
import { like } from "#actions/like.ts";
import { openCase } from "#actions/open-case.ts";
import { removePost } from "#actions/remove-post.ts";
import { saveDraft } from "#actions/save-draft.ts";
import { setPeerTrust } from "#actions/set-peer-trust.ts";
import { writePost } from "#actions/write-post.ts";
import type { CaseId, PostId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { poolOpinions } from "#domain/consensus.ts";
import { admit } from "#domain/trust.ts";
import { findCase, findRepliedCase } from "#store/cases.ts";
import { listFollowees } from "#store/follows.ts";
import { listHome } from "#store/home.ts";
import { listNotifications } from "#store/notifications.ts";
import { listOpinions } from "#store/opinions.ts";
import { findPostByUri } from "#store/posts.ts";
import { photo } from "#test/support/images.ts";
import type { TestInstance } from "#test/support/instance.ts";
import { eventually } from "#test/support/eventually.ts";
import { startTwoHouses, type TwoHouses } from "#test/support/two-houses.ts";

let houses: TwoHouses;
let northfield: TestInstance;
let southbank: TestInstance;

beforeAll(async () => {
  houses = await startTwoHouses();
  ({ northfield, southbank } = houses);
  await setPeerTrust(northfield.app.instance, southbank.origin, "trusted");
  await setPeerTrust(southbank.app.instance, northfield.origin, "trusted");
}, 60_000);

afterAll(() => houses?.stop());

async function ask(house: TestInstance, physician: Physician, audience: string): Promise<CaseId> {
  const { instance } = house.app;
  const picture = await photo(640, 480);
  const draft = await saveDraft(instance, physician, {
    fields: {
      title: "Annular plaque on the forearm",
      question: "Fungal after all, or should I biopsy?",
      "specialty-1": "dermatology",
      audience,
    },
    photos: [
      {
        row: 1,
        alt: "Annular plaque, raised border",
        graphic: false,
        source: { kind: "upload", read: async () => picture },
      },
    ],
    draft: undefined,
  });
  expect(draft.faults).toEqual([]);
  if (draft.id === undefined) throw new Error("The draft was not kept");
  return openCase(instance, physician, draft.id);
}

const CODES = new Map([["Granuloma annulare", [{ system: "icd10cm", code: "L92.0" }]]]);

const diagnoses = (...ranks: readonly string[]) => {
  const [first = "", ...rest] = ranks;
  const rank = (text: string) => [{ text, codings: CODES.get(text) ?? [] }] as const;
  return [rank(first), ...rest.map(rank)] as const;
};

async function consensusAt(house: TestInstance, caseId: CaseId) {
  const rows = await listOpinions(house.app.instance.db, caseId);
  return poolOpinions(
    rows.flatMap((row) => admit({ ...row, author: row.author.uri, institution: row.author.host }) ?? []),
  );
}

test("a case travels, is answered on both sides, and both sides show the same consensus", async () => {
  const [asker, neighbour] = [await northfield.signIn(), await northfield.signIn()];
  const [first, second] = [await southbank.signIn(), await southbank.signIn()];
  for (const { physician } of [first, second]) {
    const { missed } = await followSpecialty(southbank.app.instance, physician, "dermatology");
    expect(missed).toEqual([]);
  }
  await eventually("both follows are accepted", async () => {
    const follows = await listFollowees(southbank.app.instance.db, first.physician.persona.actorId);
    expect(follows.map((follow) => follow.state)).toEqual(["accepted", "accepted"]);
  });

  const home = await ask(northfield, asker.physician, "network");
  const original = await findCase(northfield.app.instance.db, home, { kind: "member" });
  const away = await eventually("the case arrives with its picture", async () => {
    const { items } = await listHome(southbank.app.instance.db, first.physician.persona.actorId, {
      limit: 5,
    });
    const id = items
      .flatMap((item) => (item.kind === "case" ? item.case : []))
      .find((item) => item.uri === original?.uri)?.id;
    if (id === undefined) throw new Error("not there");
    const found = await findCase(southbank.app.instance.db, id, { kind: "member" });
    expect(await southbank.app.instance.blobs.get(`${found?.images[0]?.id}/full`)).toBeDefined();
    expect(found?.clinical).toEqual(original?.clinical);
    expect(found?.audience).toBe("network");
    expect(found?.author.verified?.profession).toBe("physician");
    return id;
  });

  const answer = { confidence: 70, cantMiss: [] };
  const { instance: south } = southbank.app;
  await giveOpinion(south, first.physician, away, {
    ...answer,
    differential: diagnoses("Granuloma annulare", "Tinea corporis"),
  });
  await giveOpinion(northfield.app.instance, neighbour.physician, home, {
    ...answer,
    differential: diagnoses("Tinea corporis"),
  });
  await giveOpinion(south, second.physician, away, {
    ...answer,
    differential: diagnoses("Granuloma annulare"),
  });

  await eventually("both sides hold three admitted opinions", async () => {
    const [here, there] = [await consensusAt(northfield, home), await consensusAt(southbank, away)];
    expect(here.n).toBe(3);
    expect(there).toEqual(here);
    // A code that got lost on the way would part what others of the same code belong together with.
    const codings = [
      { system: "consilium", code: "granuloma-annulare" },
      { system: "icd10cm", code: "L92.0" },
    ];
    expect(there).toMatchObject({ entries: [{ codings }, {}] });
  });
  const pooled = await consensusAt(northfield, home);
  if (pooled.kind !== "pooled") throw new Error("too few");
  expect(pooled.entries.map(({ diagnosis, score }) => [diagnosis, score])).toEqual([
    ["Granuloma annulare", Math.round((5 / 9) * 1e12) / 1e12],
    ["Tinea corporis", Math.round((4 / 9) * 1e12) / 1e12],
  ]);
});

test("a restricted case looks like an absent one to whoever does not sign", async () => {
  const asker = await northfield.signIn();
  const id = await ask(northfield, asker.physician, "network");
  const visitor = northfield.visitor();
  const look = async (caseId: string) => {
    const { status, headers, text } = await visitor.get(`${northfield.origin}/cases/${caseId}`, {
      accept: "application/activity+json",
    });
    const shown = [...headers].filter(([name]) => !["date", "x-request-id"].includes(name));
    return { status, shown, text };
  };
  const hidden = await look(id);
  expect(hidden).toEqual(await look("00000000-0000-7000-8000-000000000000"));
  expect(hidden.status).toBe(404);
  expect(await findRepliedCase(northfield.app.instance.db, `${northfield.origin}/cases/${id}`)).toBe(id);
});

test("an ordinary post travels, is liked, passed on and answered, changed and taken back", async () => {
  const [writer, reader] = [await northfield.signIn(), await southbank.signIn()];
  const { instance: north } = northfield.app;
  const { instance: south } = southbank.app;
  await follow(south, reader.physician, await south.remote.findActor(writer.physician.persona.uri));
  await eventually("the follow is accepted", async () => {
    const [{ state } = {}] = await listFollowees(south.db, reader.physician.persona.actorId);
    expect(state).toBe("accepted");
  });
  const home = async () => (await reader.client.get(`${southbank.origin}/`)).text;
  const id = await writePost(north, writer.physician, { text: "Grand round at noon", audience: "followers" });
  const open = await writePost(north, writer.physician, { text: "Open to all", audience: "public" });
  await eventually("both are on the home page", async () => {
    expect(await home()).toContain("Grand round at noon");
    expect(await home()).toContain("Open to all");
  });
  const away = async (postId: PostId) => {
    const row = await findPostByUri(south.db, `${northfield.origin}/posts/${postId}`);
    if (row === undefined) throw new Error("not there");
    return row.id;
  };
  await like(south, reader.physician, { kind: "post", id: await away(id) });
  await boostPost(south, reader.physician, await away(open));
  const inReplyTo = await away(id);
  await writePost(south, reader.physician, { text: "I will come", audience: "public", inReplyTo });
  await eventually("the author hears of all three", async () => {
    const { items } = await listNotifications(north.db, writer.physician.persona.actorId, { limit: 9 });
    const kinds = items.map((item) => item.kind).toSorted();
    expect(kinds).toEqual(["boost", "follow", "like", "mention"]);
    const thread = await writer.client.get(`${northfield.origin}/posts/${id}`);
    expect(thread.text).toContain("I will come");
  });
  await editPost(north, writer.physician, id, { text: "Grand round at one" });
  await eventually("the change arrives", async () => expect(await home()).toContain("Grand round at one"));
  await removePost(north, writer.physician, id);
  await eventually("it is gone", async () => expect(await home()).not.toContain("Grand round at one"));
});
