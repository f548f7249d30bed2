import { forgetUploads } from "#actions/forget-uploads.ts";
import { giveOpinion } from "#actions/give-opinion.ts";
import { openCase } from "#actions/open-case.ts";
import { saveDraft } from "#actions/save-draft.ts";
import { writeComment } from "#actions/write-comment.ts";
import { writePost } from "#actions/write-post.ts";
import type { Audience } from "#domain/audience.ts";
import { readCasePost } from "#domain/case-post.ts";
import { KEEP_FIELD } from "#domain/identifier.ts";
import { parseId, type UploadId } from "#domain/ids.ts";
import type { Physician } from "#domain/member.ts";
import { readOpinionDraft } from "#domain/opinion-draft.ts";
import type { PostAudience } from "#domain/post.ts";
import { readRankedReply } from "#domain/ranked-reply.ts";
import type { Reader } from "#domain/reader.ts";
import { type Fault, invalid, Refusal } from "#domain/refusal.ts";
import type { StatusKind, StatusRef } from "#domain/status-ref.ts";
import type { StatusRecord } from "#store/statuses.ts";
import { findUpload } from "#store/uploads.ts";
import type { Instance } from "#instance";

export type Visibility = "public" | "unlisted" | "private" | "direct";

/** What an app sends. */
export interface NewStatus {
  readonly text: string;
  /** The content warning; empty where there is none. */
  readonly warning: string;
  readonly sensitive: boolean;
  readonly visibility: Visibility | undefined;
  readonly language: string | undefined;
  /** As the client API writes them, in their order. */
  readonly mediaIds: readonly string[];
  /** What it answers. */
  readonly parent: StatusRecord | undefined;
}

/** Who is writing. */
export interface Writer {
  readonly instance: Instance;
  readonly physician: Physician;
  readonly reader: Reader;
}

/** What was written: enough to find it. */
export type Written = Pick<StatusRef, "id"> & { readonly kind: StatusKind };

/**
 * Writes what an app sends, as what it is: below a case an opinion (where it begins with a ranked list) or a comment; with a
 * picture or a mention of a stream a case; anything else an ordinary post. Each by the action that the pages use.
 *
 * @throws Refusal as these actions do, in words that the app shows; where a case needs more, with the address to finish it
 */
export function createStatus(writer: Writer, status: NewStatus): Promise<Written> {
  const { parent } = status;
  if (parent === undefined) return createFirst(writer, status);
  if (status.mediaIds.length > 0) {
    throw invalid("media_ids", "A reply holds no pictures here: open a case of your own to show one.");
  }
  switch (parent.kind) {
    case "case":
    case "opinion":
    case "comment":
      return answerCase(writer, status, parent);
    case "post":
      return createPost(writer, status, parent);
    case "boost":
      return createPost(writer, status, parent.of);
  }
}

type CaseThread = Extract<StatusRecord, { kind: "case" | "opinion" | "comment" }>;

async function answerCase(
  { instance, physician }: Writer,
  status: NewStatus,
  parent: CaseThread,
): Promise<Written> {
  const thread = parent.kind === "case" ? parent : parent.case;
  requireSameAudience(thread.audience, status.visibility);
  const page = `${instance.config.origin}/cases/${thread.id}`;
  const isAsker =
    (parent.kind === "case" ? parent.authorId : parent.case.author.id) === physician.persona.actorId;
  const text = [status.warning, status.text].filter((part) => part.trim() !== "").join("\n\n");
  // The author of a case lists what they think themselves: that does not count, and is a remark.
  const ranked = isAsker ? undefined : readRankedReply(text);
  if (ranked !== undefined) {
    const answer = readOpinionDraft(ranked);
    const id = await orFinishAt(page, () => giveOpinion(instance, physician, thread.id, answer));
    return { kind: "opinion", id };
  }
  const inReplyTo = parent.kind === "case" ? undefined : parent.uri;
  const id = await orFinishAt(page, () => writeComment(instance, physician, thread.id, { text, inReplyTo }));
  return { kind: "comment", id };
}

/** A reply is seen by whom the case is seen by: what was meant for fewer must not be shown to more. */
function requireSameAudience(audience: Audience, visibility: Visibility | undefined): void {
  if (visibility === "direct") {
    throw invalid("visibility", "A reply is seen by whoever sees the case: it cannot be for single people.");
  }
  if (visibility === "private" && audience === "public") {
    throw invalid(
      "visibility",
      "This case is open to everyone, and so is what answers it: choose “public” to reply.",
    );
  }
}

async function createFirst(writer: Writer, status: NewStatus): Promise<Written> {
  const { instance } = writer;
  const fields = readCasePost(
    {
      text: status.text,
      warning: status.warning,
      hasPictures: status.mediaIds.length > 0,
      audience: status.visibility && caseAudience(status.visibility),
    },
    new URL(instance.config.origin).host,
  );
  return fields === undefined ? createPost(writer, status, undefined) : createCase(writer, status, fields);
}

/** Never wider than what was chosen: a case is always in a stream, which “unlisted” would not be. */
const caseAudience = (visibility: Visibility): Audience => (visibility === "public" ? "public" : "network");

async function createCase(
  { instance, physician }: Writer,
  status: NewStatus,
  fields: NonNullable<ReturnType<typeof readCasePost>>,
): Promise<Written> {
  if (status.visibility === "direct") {
    throw invalid(
      "visibility",
      "A case is not for single people: choose “private” for trusted institutions.",
    );
  }
  const ids = status.mediaIds.map((text) => uploadIdOf(text));
  const uploads = await Promise.all(ids.map((id) => findUpload(instance.db, physician.accountId, id)));
  const photos = ids.map((id, index) => ({
    row: index + 1,
    alt: uploads[index]?.alt ?? "",
    graphic: status.sensitive,
    source: { kind: "ahead" as const, id },
  }));
  const draft = await saveDraft(instance, physician, { fields, photos, draft: undefined });
  if (draft.faults.length > 0 || draft.id === undefined) {
    throw unfinished(instance, draft.faults, draft.id);
  }
  const draftId = draft.id;
  const page = `${instance.config.origin}/ask/${draftId}`;
  const id = await orFinishAt(page, () => openCase(instance, physician, draftId));
  await forgetUploads(instance, physician, ids);
  return { kind: "case", id };
}

function uploadIdOf(text: string): UploadId {
  const id = parseId<UploadId>(text);
  if (id === undefined) throw invalid("media_ids", "There is no such picture: send it again.");
  return id;
}

/** What the gate found, and where to go on: what was sent is kept as a draft where there is something to keep. */
function unfinished(instance: Instance, faults: readonly Fault[], draftId: string | undefined): Refusal {
  const { origin } = instance.config;
  const address = draftId === undefined ? `${origin}/ask` : `${origin}/ask?draft=${draftId}`;
  const said = faults.map(({ field, message }) =>
    field === "specialty-1" ? "Mention a stream, such as @dermatology." : message,
  );
  return new Refusal("invalid", `${[...new Set(said)].join(" ")} Finish it here: ${address}`, faults);
}

/**
 * Where the gate found what may identify a patient, the author has to decide, which an app has no way to ask: the error says
 * what was found, and where they can.
 */
async function orFinishAt<Id>(page: string, act: () => Promise<Id>): Promise<Id> {
  try {
    return await act();
  } catch (error) {
    const isUndecided = error instanceof Refusal && error.faults.some(({ field }) => field === KEEP_FIELD);
    if (!isUndecided) throw error;
    const said = error.faults.filter(({ field }) => field !== KEEP_FIELD).map(({ message }) => message);
    throw new Refusal(
      "invalid",
      `${said.join(" ")} Change it, or say that it identifies nobody at ${page}`,
      error.faults,
    );
  }
}

const POST_AUDIENCE: Readonly<Record<Visibility, PostAudience>> = {
  public: "public",
  unlisted: "unlisted",
  private: "followers",
  direct: "direct",
};

async function createPost(
  { instance, physician }: Writer,
  status: NewStatus,
  parent: Extract<StatusRecord, { kind: "post" }> | undefined,
): Promise<Written> {
  const id = await orFinishAt(`${instance.config.origin}/`, () =>
    writePost(instance, physician, {
      text: status.text,
      summary: status.warning,
      sensitive: status.sensitive,
      language: status.language,
      audience: POST_AUDIENCE[status.visibility ?? (parent === undefined ? "private" : "public")],
      inReplyTo: parent?.id,
    }),
  );
  return { kind: "post", id };
}
