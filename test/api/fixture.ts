import { follow } from "#actions/follow.ts";
import { giveOpinion } from "#actions/give-opinion.ts";
import { writeComment } from "#actions/write-comment.ts";
import type { ActorId, CaseId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { readOpinionDraft } from "#domain/opinion-draft.ts";
import { at, callApi, getToken, listAt, textAt } from "#test/support/api-client.ts";
import { postCase } from "#test/support/cases.ts";
import { eventually } from "#test/support/eventually.ts";
import { type SignedIn, startTestInstance, type TestInstance } from "#test/support/instance.ts";

/** An institution with something of everything in it, and two physicians who use apps. */
export interface ApiHouse {
  readonly house: TestInstance;
  readonly asker: SignedIn;
  readonly reader: SignedIn;
  /** Of `reader`, with every scope. */
  readonly token: string;
  /** Of `asker`, with every scope. */
  readonly askerToken: string;
  readonly caseIds: readonly CaseId[];
  /** Ids as the client API writes them. */
  readonly ids: {
    readonly case: string;
    readonly opinion: string;
    readonly comment: string;
    readonly post: string;
    readonly ownPost: string;
    /** From `asker` to `reader` alone. */
    readonly direct: string;
    readonly notification: string;
    readonly asker: ActorId;
    readonly stream: string;
    readonly list: string;
    readonly filter: string;
    readonly keyword: string;
    readonly otherKeyword: string;
    readonly filteredStatus: string;
  };
  stop(): Promise<void>;
}

const CASES = 5;

/** An answer, as the form sends it. */
export const answer = (...diagnoses: readonly string[]) =>
  readOpinionDraft({
    confidence: "70",
    ...Object.fromEntries(
      diagnoses.flatMap((text, index) => [
        [`diagnosis-${index + 1}`, text],
        [`rank-${index + 1}`, String(index + 1)],
      ]),
    ),
  });

/** Starts it. Stop it at the end of the file. */
export async function startApiHouse(): Promise<ApiHouse> {
  const house = await startTestInstance({ name: "northfield", institutionName: "Northfield Hospital" });
  const { instance } = house.app;
  const [asker, reader, third] = [await house.signIn(), await house.signIn(), await house.signIn()];
  const [token, askerToken] = [await getToken(house, reader.session), await getToken(house, asker.session)];
  await follow(instance, reader.physician, asker.physician.persona.actorId);
  await follow(instance, asker.physician, reader.physician.persona.actorId);
  const caseIds: CaseId[] = [];
  for (let number = 1; number <= CASES; number += 1) {
    const audience = number === 2 ? "network" : "public";
    caseIds.push(
      await postCase(house, asker.physician, {
        title: `Annular plaque, number ${number}`,
        audience,
        withPhoto: number === 1,
      }),
    );
  }
  const [first] = caseIds;
  if (first === undefined) throw new Error("No case was posted");
  await giveOpinion(instance, reader.physician, first, answer("Granuloma annulare", "Tinea corporis"));
  await giveOpinion(instance, third.physician, first, answer("Tinea corporis"));
  await writeComment(instance, reader.physician, first, { text: "Was it painful?" });
  const post = await write(house, askerToken, {
    status: "A talk on #dermatology worth hearing",
    visibility: "public",
  });
  const ownPost = await write(house, token, { status: "Good morning", visibility: "public" });
  const direct = await write(house, askerToken, {
    status: `@${reader.physician.persona.handle} Between the two of us`,
    visibility: "direct",
  });
  const posted = await eventually("the case is in the home timeline", async () => {
    const home = await callApi(house, "GET", "/api/v1/timelines/home?limit=40", { token });
    const found = listAt(home).find((one) => at({ body: one }, "content")?.toString().includes("number 1"));
    if (found === undefined) throw new Error(home.text);
    return String(at({ body: found }, "id"));
  });
  const thread = await callApi(house, "GET", `/api/v1/statuses/${posted}/context`, { token });
  const idOf = (type: string): string => {
    const found = listAt(thread, "descendants").find((one) => at({ body: one }, "consilium.type") === type);
    return String(at({ body: found }, "id"));
  };
  const notification = await eventually("the asker is told", async () => {
    const told = await callApi(house, "GET", "/api/v1/notifications", { token });
    return textAt({ ...told, body: listAt(told)[0] }, "id");
  });
  const stream = await callApi(house, "GET", "/api/v1/accounts/lookup?acct=dermatology", { token });
  const list = await callApi(house, "POST", "/api/v1/lists", { token, json: { title: "Colleagues" } });
  await callApi(house, "POST", `/api/v1/lists/${textAt(list, "id")}/accounts`, {
    token,
    json: { account_ids: [asker.physician.persona.actorId] },
  });
  const filter = await callApi(house, "POST", "/api/v2/filters", {
    token,
    json: {
      title: "Rings",
      context: ["public"],
      keywords_attributes: [{ keyword: "annular", whole_word: true }, { keyword: "discoid" }],
    },
  });
  const filterId = textAt(filter, "id");
  const filtered = await callApi(house, "POST", `/api/v2/filters/${filterId}/statuses`, {
    token,
    json: { status_id: posted },
  });
  return {
    house,
    asker,
    reader,
    token,
    askerToken,
    caseIds,
    ids: {
      case: posted,
      opinion: idOf("opinion"),
      comment: idOf("comment"),
      post,
      ownPost,
      direct,
      notification,
      asker: asker.physician.persona.actorId,
      stream: textAt(stream, "id"),
      list: textAt(list, "id"),
      filter: filterId,
      keyword: textAt(filter, "keywords.0.id"),
      otherKeyword: textAt(filter, "keywords.1.id"),
      filteredStatus: textAt(filtered, "id"),
    },
    stop: () => house.stop(),
  };
}

/** Posts something and gives its id. */
export async function write(
  house: TestInstance,
  token: string,
  json: Readonly<Record<string, unknown>>,
): Promise<string> {
  const answer = await callApi(house, "POST", "/api/v1/statuses", { token, json });
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return textAt(answer, "id");
}

/** A physician more. */
export async function newPhysician(house: TestInstance): Promise<{
  readonly physician: Physician;
  readonly session: string;
  readonly token: string;
}> {
  const { physician, session } = await house.signIn();
  return { physician, session, token: await getToken(house, session) };
}
