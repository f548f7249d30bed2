import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lookAtOpinions } from "#actions/look-at-opinions.ts";
import { giveOpinion } from "#actions/give-opinion.ts";
import { writeComment } from "#actions/write-comment.ts";
import { readStatusId } from "#domain/status-ref.ts";
import type { CaseId } from "#domain/ids.ts";
import { type ApiAnswer, at, callApi, listAt, textAt } from "#test/support/api-client.ts";
import { postCase } from "#test/support/cases.ts";
import { answer, type ApiHouse, newPhysician, startApiHouse, write } from "./fixture.ts";

let api: ApiHouse;
beforeAll(async () => {
  api = await startApiHouse();
}, 120_000);
afterAll(() => api.stop());

const get = (path: string, token: string | undefined = api.token) =>
  callApi(api.house, "GET", path, { token });
const post = (path: string, json: Readonly<Record<string, unknown>>, token = api.token) =>
  callApi(api.house, "POST", path, { token, json });
const typesIn = (answer: ApiAnswer, list: string): unknown[] =>
  listAt(answer, list).map((one) => at({ body: one }, "consilium.type"));

/** The id that the API gives a case. */
async function idOfCase(id: CaseId, token = api.token): Promise<string> {
  const timeline = await get("/api/v1/timelines/public?limit=40", token);
  const found = listAt(timeline).find((one) => readStatusId(String(at({ body: one }, "id")))?.id === id);
  return String(at({ body: found }, "id"));
}

describe("answers", () => {
  test("a ranked list is an opinion, anything else a comment; one physician, one voice", async () => {
    const id = await idOfCase(await postCase(api.house, api.asker.physician));
    const sent = await post("/api/v1/statuses", {
      status: "@someone 1. Granuloma annulare\n2. Tinea corporis\n70 % sure\nNo scale.",
      in_reply_to_id: id,
    });
    expect(sent.body).toMatchObject({
      in_reply_to_id: id,
      in_reply_to_account_id: api.ids.asker,
      consilium: { type: "opinion", admission: "admitted", opinion: { confidence: 70, blind: true } },
    });
    const again = await post("/api/v1/statuses", { status: "1. Eczema", in_reply_to_id: id });
    expect([again.status, textAt(again, "error")]).toEqual([
      422,
      expect.stringContaining("one physician, one voice"),
    ]);
    const remark = await post("/api/v1/statuses", {
      status: "Was it painful?",
      in_reply_to_id: textAt(sent, "id"),
    });
    expect(remark.body).toMatchObject({ in_reply_to_id: textAt(sent, "id"), consilium: { type: "comment" } });
    const context = await get(`/api/v1/statuses/${textAt(remark, "id")}/context`);
    expect(typesIn(context, "ancestors")).toEqual(["case", "opinion"]);
    const own = await post("/api/v1/statuses", { status: "1. Eczema", in_reply_to_id: id }, api.askerToken);
    expect(at(own, "consilium.type")).toBe("comment");
    expect(
      (await post("/api/v1/statuses", { status: "1. x", in_reply_to_id: id, media_ids: ["1"] })).status,
    ).toBe(422);
  });

  test("a reply is seen by whom the case is seen by, and what was meant for fewer is refused", async () => {
    const [open, closed] = [
      await idOfCase(await postCase(api.house, api.asker.physician)),
      await idOfCase(await postCase(api.house, api.asker.physician, { audience: "network" })),
    ];
    for (const visibility of ["private", "direct"]) {
      const sent = await post("/api/v1/statuses", { status: "Hm", in_reply_to_id: open, visibility });
      expect([sent.status, textAt(sent, "error")]).toEqual([
        422,
        expect.stringMatching(/whoever sees the case|open to everyone/u),
      ]);
    }
    const sent = await post("/api/v1/statuses", {
      status: "Hm",
      in_reply_to_id: closed,
      visibility: "public",
    });
    expect(at(sent, "visibility")).toBe("private");
    expect((await callApi(api.house, "GET", `/api/v1/statuses/${textAt(sent, "id")}`)).status).toBe(404);
  });

  test("others' are hidden until one has answered or looked, on every endpoint", async () => {
    const { instance } = api.house.app;
    const caseId = await postCase(api.house, api.asker.physician);
    const newcomer = await newPhysician(api.house);
    await giveOpinion(instance, api.reader.physician, caseId, answer("Sarcoidosis"));
    await writeComment(instance, api.reader.physician, caseId, { text: "A telling remark" });
    const id = await idOfCase(caseId);
    const open = await get(`/api/v1/statuses/${id}/context`);
    expect(typesIn(open, "descendants")).toEqual(["opinion", "comment"]);
    const replies = listAt(open, "descendants").map((one) => String(at({ body: one }, "id")));

    const shown = await get(`/api/v1/statuses/${id}`, newcomer.token);
    expect(shown.body).toMatchObject({
      replies_count: 2,
      consilium: { opinions: { count: 1, hidden: true, answered: false } },
    });
    expect(textAt(shown, "content")).toContain("2 replies are hidden until you have answered");
    const paths = [
      `/api/v1/statuses/${id}/context`,
      `/api/v1/statuses?id[]=${replies.join("&id[]=")}`,
      `/api/v1/accounts/${api.reader.physician.persona.actorId}/statuses?limit=40`,
      "/api/v1/timelines/public?limit=40",
      "/api/v1/timelines/home?limit=40",
      "/api/v2/search?q=Sarcoidosis",
    ];
    for (const path of paths) {
      const { text } = await get(path, newcomer.token);
      expect(text, path).not.toMatch(/Sarcoidosis|telling remark/u);
    }
    for (const reply of replies) {
      for (const part of ["", "/context", "/history", "/favourited_by"]) {
        expect((await get(`/api/v1/statuses/${reply}${part}`, newcomer.token)).status).toBe(404);
      }
      for (const verb of ["favourite", "bookmark", "pin"]) {
        expect((await post(`/api/v1/statuses/${reply}/${verb}`, {}, newcomer.token)).status).toBe(404);
      }
    }
    await lookAtOpinions(instance, newcomer.physician, caseId);
    const looked = await get(`/api/v1/statuses/${id}/context`, newcomer.token);
    expect(typesIn(looked, "descendants")).toEqual(["opinion", "comment"]);
    const late = await post(
      "/api/v1/statuses",
      { status: "1. Sarcoidosis", in_reply_to_id: id },
      newcomer.token,
    );
    expect(at(late, "consilium.opinion.blind")).toBe(false);
  });
});

test("what is restricted is nowhere for who has no token, nor for an app's own", async () => {
  const title = "Unmistakable restricted finding";
  const caseId = await postCase(api.house, api.asker.physician, {
    title,
    audience: "institution",
    withPhoto: true,
  });
  const id = await idOfCase(caseId);
  const opinion = await write(api.house, api.token, { status: "1. Unmistakable answer", in_reply_to_id: id });
  const asker = `/api/v1/accounts/${api.ids.asker}`;
  const paths = [
    "/api/v1/timelines/public?limit=40",
    "/api/v1/timelines/tag/dermatology?limit=40",
    `${asker}/statuses?limit=40`,
    `/api/v1/accounts/${api.ids.stream}/statuses?limit=40`,
    "/api/v2/search?q=unmistakable",
    `/api/v1/statuses?id[]=${id}&id[]=${opinion}`,
  ];
  for (const path of paths) {
    const { status, text } = await callApi(api.house, "GET", path);
    expect([status, /unmistakable/iu.test(text)], path).toEqual([200, false]);
  }
  for (const one of [id, opinion]) {
    for (const part of ["", "/context", "/history", "/favourited_by", "/reblogged_by", "/quotes", "/card"]) {
      const hidden = await callApi(api.house, "GET", `/api/v1/statuses/${one}${part}`);
      const absent = await callApi(
        api.house,
        "GET",
        `/api/v1/statuses/${one.replace(/^\w{44}/u, "0".repeat(44))}${part}`,
      );
      expect([hidden.status, hidden.text]).toEqual([absent.status, absent.text]);
      expect(hidden.status).toBe(404);
    }
  }
  const before = await callApi(api.house, "GET", asker);
  await postCase(api.house, api.asker.physician, { audience: "network" });
  expect((await callApi(api.house, "GET", asker)).text).toBe(before.text);
});

describe("posting again", () => {
  test("under the same key posts nothing more, also at the same moment", async () => {
    const key = crypto.randomUUID();
    const send = () =>
      callApi(api.house, "POST", "/api/v1/statuses", {
        token: api.token,
        json: { status: "Only once, and no second time", visibility: "public" },
        headers: { "idempotency-key": key },
      });
    const together = await Promise.all([send(), send(), send()]);
    const again = await send();
    const ids = [...together, again].filter(({ status }) => status === 200).map((one) => textAt(one, "id"));
    expect(ids.length).toBeGreaterThanOrEqual(2);
    expect(new Set(ids).size).toBe(1);
    const mine = await get(`/api/v1/accounts/${api.reader.physician.persona.actorId}/statuses?limit=40`);
    expect(listAt(mine).filter((one) => JSON.stringify(one).includes("Only once"))).toHaveLength(1);
  });

  test("after an error the key is free", async () => {
    const send = (status: string) =>
      callApi(api.house, "POST", "/api/v1/statuses", {
        token: api.token,
        json: { status },
        headers: { "idempotency-key": "the same key" },
      });
    expect((await send(" ")).status).toBe(422);
    expect((await send("Something")).status).toBe(200);
  });
});

describe("what is one's own", () => {
  test("a post is changed and removed, a comment removed; a case and an opinion stay", async () => {
    const id = await write(api.house, api.token, { status: "Good morning", visibility: "public" });
    const edited = await callApi(api.house, "PUT", `/api/v1/statuses/${id}`, {
      token: api.token,
      json: { status: "Good evening", spoiler_text: "Greeting" },
    });
    expect(edited.body).toMatchObject({
      content: "<p>Good evening</p>",
      spoiler_text: "Greeting",
      sensitive: true,
    });
    expect(at(edited, "edited_at")).toMatch(/Z$/u);
    const history = await get(`/api/v1/statuses/${id}/history`);
    expect(listAt(history).map((one) => at({ body: one }, "content"))).toEqual([
      "<p>Good morning</p>",
      "<p>Good evening</p>",
    ]);
    expect((await get(`/api/v1/statuses/${id}/source`)).body).toMatchObject({ text: "Good evening" });
    const theirs = await callApi(api.house, "DELETE", `/api/v1/statuses/${id}`, { token: api.askerToken });
    expect(theirs.status).toBe(404);
    const gone = await callApi(api.house, "DELETE", `/api/v1/statuses/${id}`, { token: api.token });
    expect(at(gone, "text")).toBe("Good evening");
    expect((await get(`/api/v1/statuses/${id}`)).status).toBe(404);

    const remark = await write(api.house, api.token, { status: "A slip", in_reply_to_id: api.ids.case });
    const removed = await callApi(api.house, "DELETE", `/api/v1/statuses/${remark}`, { token: api.token });
    expect([removed.status, at(removed, "text")]).toEqual([200, "A slip"]);
    expect((await get(`/api/v1/statuses/${remark}`)).status).toBe(404);
    for (const [stays, token] of [[api.ids.case, api.askerToken]] as const) {
      const refused = await callApi(api.house, "DELETE", `/api/v1/statuses/${stays}`, { token });
      expect([refused.status, textAt(refused, "error")]).toEqual([
        403,
        expect.stringContaining("cannot be taken back"),
      ]);
    }
  });

  test("marks are kept, listed and taken back", async () => {
    for (const [verb, member, list] of [
      ["favourite", "favourited", "/api/v1/favourites"],
      ["bookmark", "bookmarked", "/api/v1/bookmarks"],
    ] as const) {
      const marked = await post(`/api/v1/statuses/${api.ids.opinion}/${verb}`, {});
      expect(at(marked, member)).toBe(true);
      const ids = listAt(await get(list)).map((one) => at({ body: one }, "id"));
      expect(ids).toContain(api.ids.opinion);
      expect(at(await post(`/api/v1/statuses/${api.ids.opinion}/un${verb}`, {}), member)).toBe(false);
    }
    const boosted = await post(`/api/v1/statuses/${api.ids.post}/reblog`, {});
    expect(boosted.body).toMatchObject({ reblogged: true, reblogs_count: 1 });
    const refused = await post(`/api/v1/statuses/${api.ids.case}/reblog`, {});
    expect(refused.status).toBe(422);
    expect((await post(`/api/v1/statuses/${api.ids.case}/pin`, {})).status).toBe(403);
  });
});

describe("whom one does not want to read", () => {
  test.each(["mute", "block"])(
    "%s keeps their cases out of every timeline, and it can be undone",
    async (verb) => {
      const { physician, token } = await newPhysician(api.house);
      const title = `Case of somebody to ${verb}`;
      await postCase(api.house, physician, { title });
      const seen = async () =>
        [
          await get("/api/v1/timelines/public?limit=40"),
          await get("/api/v1/timelines/tag/dermatology?limit=40"),
        ].map(({ text }) => text.includes(title));
      expect(await seen()).toEqual([true, true]);
      const id = physician.persona.actorId;
      const relation = await post(`/api/v1/accounts/${id}/${verb}`, {});
      expect(at(relation, verb === "mute" ? "muting" : "blocking")).toBe(true);
      expect(await seen()).toEqual([false, false]);
      expect((await get(`/api/v1/${verb}s`)).text).toContain(id);
      if (verb === "block") {
        const mine = api.reader.physician.persona.actorId;
        expect((await post(`/api/v1/accounts/${mine}/follow`, {}, token)).status).toBe(403);
        expect((await get("/api/v1/timelines/public?limit=40", token)).text).not.toContain("Good morning");
      }
      await post(`/api/v1/accounts/${id}/un${verb}`, {});
      expect(await seen()).toEqual([true, true]);
    },
  );
});

test("filters mark what they catch, where they apply", async () => {
  const filteredIn = async (path: string): Promise<number> =>
    listAt(await get(path)).filter((one) => (at({ body: one }, "filtered.0") ?? null) !== null).length;
  expect(await filteredIn("/api/v1/timelines/public?limit=40")).toBeGreaterThan(0);
  expect(await filteredIn("/api/v1/timelines/home?limit=40")).toBe(0);
});

test("a specialty that one follows is a list of its cases everywhere", async () => {
  const { token } = await newPhysician(api.house);
  await post("/api/v1/tags/dermatology/follow", {}, token);
  expect((await get("/api/v1/lists", token)).body).toEqual([expect.objectContaining({ id: "dermatology" })]);
  expect(listAt(await get("/api/v1/timelines/list/dermatology", token)).length).toBeGreaterThan(0);
  const refused = await callApi(api.house, "DELETE", "/api/v1/lists/dermatology", { token });
  expect(refused.status).toBe(403);
});

test.each(["1", "x".repeat(5000), "%00", "..%2f..", "0199c0ffee00000000000000000000000000000000000c"])(
  "an id that is none (%s) is like one of nothing",
  async (id) => {
    for (const path of ["statuses", "accounts", "notifications", "lists", "media"]) {
      const answer = await get(`/api/v1/${path}/${id}`);
      expect([answer.status, at(answer, "error")]).toEqual([404, expect.stringMatching(/not found/iu)]);
    }
  },
);

test("what is reported reaches the administrators, without who reported it", async () => {
  const sent = await post("/api/v1/reports", {
    account_id: api.ids.asker,
    comment: "Advertises a device",
    category: "spam",
    status_ids: [api.ids.case],
  });
  expect(sent.body).toMatchObject({ category: "spam", target_account: { id: api.ids.asker } });
  const administrator = api.house.visitor();
  const link = api.house.administratorLink ?? "";
  await administrator.submit(await administrator.get(link), new URL(link).pathname, {
    login: "ada",
    password: "several words of nobody else",
  });
  const page = await administrator.get(`${api.house.origin}/manage/reports`);
  expect(page.text).toContain("Advertises a device");
  expect(page.text).toContain(api.asker.physician.persona.handle);
  expect(page.text).not.toContain(api.reader.physician.persona.handle);
  const member = await api.reader.client.get(`${api.house.origin}/manage/reports`);
  expect(member.status).toBe(404);
});

test("a direct post is a conversation of the two, and nobody else's", async () => {
  const mine = await get("/api/v1/conversations");
  const asker = {
    accounts: [{ id: api.ids.asker }],
    last_status: { id: api.ids.direct, visibility: "direct" },
  };
  expect(mine.body).toMatchObject([{ id: api.ids.direct, unread: true, ...asker }]);
  const read = await post(`/api/v1/conversations/${api.ids.direct}/read`, {});
  expect(read.body).toMatchObject({ unread: false, ...asker });
  expect((await get("/api/v1/conversations")).body).toMatchObject([{ unread: false }]);
  const stranger = await newPhysician(api.house);
  expect((await get("/api/v1/conversations", stranger.token)).body).toEqual([]);
  for (const path of ["", "/context", "/history"]) {
    expect((await get(`/api/v1/statuses/${api.ids.direct}${path}`, stranger.token)).status).toBe(404);
  }
});

test("who reads whom is told to nobody else", async () => {
  const me = api.reader.physician.persona.actorId;
  expect(listAt(await get(`/api/v1/accounts/${me}/following`)).length).toBeGreaterThan(0);
  for (const list of ["followers", "following"]) {
    expect((await get(`/api/v1/accounts/${me}/${list}`, api.askerToken)).body).toEqual([]);
    expect((await callApi(api.house, "GET", `/api/v1/accounts/${me}/${list}`)).body).toEqual([]);
  }
});

test("characters that the database takes in no text do no harm", async () => {
  const text = "Good\u0000 morning \ud800 \u202e friends";
  const sent = await post("/api/v1/statuses", { status: text, visibility: "public" });
  expect(sent.status, sent.text).toBe(200);
  expect(textAt(sent, "content")).toMatch(/^<p>Good morning \S? +friends<\/p>$/u);
  for (const path of [
    "/api/v2/search?q=%00%EF%BF%BF",
    "/api/v1/accounts/lookup?acct=%00",
    "/api/v1/timelines/tag/%00",
    "/api/v1/tags/%00",
    "/api/v1/accounts/search?q=%25_%5C",
  ]) {
    expect((await get(path)).status, path).toBeLessThan(500);
  }
});
