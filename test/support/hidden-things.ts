import { giveOpinion } from "#actions/give-opinion.ts";
import { saveDraft } from "#actions/save-draft.ts";
import { writeComment } from "#actions/write-comment.ts";
import { writePost } from "#actions/write-post.ts";
import { statusId } from "#domain/status-ref.ts";
import { sql } from "drizzle-orm";
import { postCase } from "./cases.ts";
import type { SignedIn, TestInstance } from "./instance.ts";

/** An id that nothing has. */
export const ABSENT = "01999999-0000-7000-8000-000000000000";
/** Stands for what a further parameter of an address says. */
const ANY = "01888888-0000-7000-8000-000000000000";
/** Words that stand in everything hidden, and nowhere else. */
export const SECRET_WORDS = "Xanthogranuloma quizzically";

/** The first parts of addresses that go on with the id of something that can be hidden. */
const KINDS = ["cases", "opinions", "comments", "media", "posts", "ask", "statuses"] as const;

/** An id that nothing has, of the kind that addresses beginning like this have. */
export const absentId = (kind: keyof Hidden): string =>
  kind === "statuses" ? statusId({ kind: "case", id: ABSENT, publishedAt: new Date() }) : ABSENT;

/** Ids of what somebody may not see, by the first part of their addresses. */
export type Hidden = Readonly<Record<(typeof KINDS)[number], string>>;

/** Makes a case for some, with a picture and everything that answers it, a post for followers, and a draft. */
export async function hideThings(
  here: TestInstance,
  author: SignedIn,
  colleague: SignedIn,
  audience: "network" | "institution",
): Promise<Hidden> {
  const { instance } = here.app;
  const cases = await postCase(here, author.physician, { title: SECRET_WORDS, audience, withPhoto: true });
  const opinions = await giveOpinion(instance, colleague.physician, cases, {
    differential: [[{ text: SECRET_WORDS, codings: [] }]],
    confidence: 50,
    cantMiss: [],
  });
  const comments = await writeComment(instance, colleague.physician, cases, { text: SECRET_WORDS });
  const posts = await writePost(instance, author.physician, { text: SECRET_WORDS, audience: "followers" });
  const draft = await saveDraft(instance, author.physician, {
    fields: { title: SECRET_WORDS, question: SECRET_WORDS, "specialty-1": "dermatology", audience },
    photos: [],
    draft: undefined,
  });
  const [picture] = await instance.db.execute<{ id: string }>(
    sql`select id from case_images where case_id = ${cases}`,
  );
  if (picture === undefined || draft.id === undefined) throw new Error("There is no picture, or no draft");
  const [{ at } = {}] = await instance.db.execute<{ at: string }>(
    sql`select published_at as at from cases where id = ${cases}`,
  );
  const statuses = statusId({ kind: "case", id: cases, publishedAt: new Date(at ?? 0) });
  return { cases, opinions, comments, posts, media: picture.id, ask: draft.id, statuses };
}

/**
 * The path of a route with its parameters filled in: the first with `id`, where it is the id of something that can be hidden,
 * all others with what everybody may know.
 *
 * @returns undefined where nothing that can be hidden is named in it
 */
export function fillIn(route: string, id: (kind: keyof Hidden) => string): string | undefined {
  const kind = /^(?:\/api\/v\d)?\/([a-z]+)\/:/u.exec(route)?.[1];
  if (!isKind(kind)) return undefined;
  return route
    .replace("/:size{thumbnail}?", "/thumbnail")
    .replace(/:[a-z]+/u, id(kind))
    .replace(/:[a-z]+/u, ANY);
}

const isKind = (text: string | undefined): text is keyof Hidden => KINDS.some((kind) => kind === text);
