import { z } from "zod";
import { bookmarkStatus, unbookmarkStatus } from "#actions/bookmark-status.ts";
import { boostPost, unboostPost } from "#actions/boost-post.ts";
import { editPost } from "#actions/edit-post.ts";
import { like, unlike } from "#actions/like.ts";
import { muteThread, unmuteThread } from "#actions/mute-thread.ts";
import { pinStatus, unpinStatus } from "#actions/pin-status.ts";
import { postOnce } from "#actions/post-once.ts";
import { removeComment } from "#actions/remove-comment.ts";
import { removePost } from "#actions/remove-post.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import type { Person } from "#domain/reader.ts";
import { forbidden, invalid, notFound, Refusal } from "#domain/refusal.ts";
import type { Scope } from "#domain/scopes.ts";
import { readStatusId, statusId } from "#domain/status-ref.ts";
import { findRef } from "#store/status-lists.ts";
import type { StatusRecord } from "#store/statuses.ts";
import type { Instance } from "#instance";
import { createStatus, type NewStatus } from "../create-status.ts";
import { sourceOf } from "../entities/status-source.ts";
import { deletedStatus, status } from "../entities/status.ts";
import { flag, listOf, oneOf, text } from "../input.ts";
import { likeableOf, presentRecords, presentStatus, recordOf } from "../present.ts";
import { type Call, type Route, route } from "../route.ts";

const newStatus = z.object({
  status: text().default(""),
  media_ids: listOf(text(100), 20),
  in_reply_to_id: text(100).optional(),
  sensitive: flag,
  spoiler_text: text().default(""),
  visibility: oneOf("public", "unlisted", "private", "direct"),
  language: text(100).optional(),
  poll: z.unknown().optional(),
  scheduled_at: text(100).optional(),
  quoted_status_id: text(100).optional(),
  quote_id: text(100).optional(),
});

type PersonCall<Input> = Call<Input> & { readonly person: Person };

/** Writing statuses: https://docs.joinmastodon.org/methods/statuses/. */
export const statusWriteRoutes: readonly Route[] = [
  route("POST /api/v1/statuses", {
    summary: "Write: a case, an opinion, a comment or a post, as its text and pictures say",
    access: "person",
    scope: "write:statuses",
    input: newStatus,
    entity: status,
    answer: async (call) => {
      const key = call.raw.headers.get("idempotency-key")?.trim() ?? "";
      if (key.length > 200) throw invalid("Idempotency-Key", "must have at most 200 characters");
      const { accountId, persona } = call.person;
      // Apps make keys of what is posted: the same one from another persona of this physician is another post.
      const own = `${persona.actorId} ${key}`;
      const id =
        key === "" ? await write(call) : await postOnce(call.instance, accountId, own, () => write(call));
      const ref = readStatusId(id);
      if (ref === undefined) throw new Error(`What was written has no readable id: ${id}`);
      return presentStatus(call, ref, "home");
    },
  }),
  route("PUT /api/v1/statuses/:id", {
    summary: "Change a post; what a case or an answer said is kept as it was",
    access: "person",
    scope: "write:statuses",
    input: newStatus,
    entity: status,
    answer: async (call) => {
      const { instance, person, input } = call;
      const record = await ownRecord(call);
      if (record.kind !== "post") {
        throw forbidden("Others have answered what this said: write a comment to correct it.");
      }
      refuseWhatIsNotThere(input);
      if ((input.media_ids ?? []).length > 0) {
        throw invalid("media_ids", "A post holds no pictures here: a photograph leaves as part of a case.");
      }
      await editPost(instance, requirePhysician(person), record.id, {
        text: input.status,
        summary: input.spoiler_text,
        sensitive: input.sensitive,
        language: input.language,
      });
      return presentStatus(call, record, "home");
    },
  }),
  route("DELETE /api/v1/statuses/:id", {
    summary: "Remove a post or a comment",
    access: "person",
    scope: "write:statuses",
    entity: deletedStatus,
    answer: async (call) => {
      const { instance, person } = call;
      const record = await ownRecord(call);
      const [shown] = await presentRecords(call, [record]);
      const { text: source } = await sourceOf(instance, record);
      if (shown === undefined) throw notFound("status");
      const physician = requirePhysician(person);
      switch (record.kind) {
        case "post":
          await removePost(instance, physician, record.id);
          break;
        case "comment":
          await removeComment(instance, physician, record.id);
          break;
        case "boost":
          await unboostPost(instance, physician, record.of.id);
          break;
        case "opinion":
          throw forbidden("An opinion stays: others have read it, and it counts among those on the case.");
        case "case":
          throw forbidden(
            "A case cannot be taken back from an app: institutions that hold it would keep it.",
          );
      }
      return { ...shown, text: source };
    },
  }),
  ...mark("favourite", "unfavourite", {
    summary: "Like a status",
    scope: "write:favourites",
    act: (instance, person, record) => like(instance, requirePhysician(person), likeableOf(record)),
    undo: (instance, person, record) => unlike(instance, requirePhysician(person), likeableOf(record)),
  }),
  ...mark("reblog", "unreblog", {
    summary: "Pass a post on",
    scope: "write:statuses",
    act: (instance, person, record) => boostPost(instance, requirePhysician(person), postOf(record).id),
    undo: (instance, person, record) => unboostPost(instance, requirePhysician(person), postOf(record).id),
  }),
  ...mark("bookmark", "unbookmark", {
    summary: "Keep a status among the person's bookmarks",
    scope: "write:bookmarks",
    act: (instance, person, record) => bookmarkStatus(instance, person, likeableOf(record)),
    undo: (instance, person, record) => unbookmarkStatus(instance, person, likeableOf(record)),
  }),
  ...mark("pin", "unpin", {
    summary: "Put a status of one's own at the top of one's profile",
    scope: "write:accounts",
    act: (instance, person, record) =>
      pinStatus(instance, person, { ...likeableOf(record), authorId: record.authorId }),
    undo: (instance, person, record) => unpinStatus(instance, person, likeableOf(record)),
  }),
  ...mark("mute", "unmute", {
    summary: "Hear nothing more of a thread",
    scope: "write:mutes",
    act: (instance, person, record) => muteThread(instance, person, threadRef(record)),
    undo: (instance, person, record) => unmuteThread(instance, person, threadRef(record)),
  }),
];

/** @returns the id of what was written */
async function write(call: PersonCall<z.output<typeof newStatus>>): Promise<string> {
  const { instance, person, reader, input } = call;
  refuseWhatIsNotThere(input);
  const parent = input.in_reply_to_id === undefined ? undefined : await recordOf(call, input.in_reply_to_id);
  const said: NewStatus = {
    text: input.status,
    warning: input.spoiler_text,
    sensitive: input.sensitive ?? false,
    visibility: input.visibility,
    language: input.language === "" ? undefined : input.language,
    mediaIds: input.media_ids ?? [],
    parent,
  };
  if (said.text.trim() === "" && said.mediaIds.length === 0) throw invalid("status", "Text can't be blank");
  const physician = requirePhysician(person);
  const written = await createStatus({ instance, physician, reader }, said);
  const ref = await findRef(instance.db, written);
  if (ref === undefined) throw new Error(`The ${written.kind} that was written is not there`);
  return statusId(ref);
}

/** What would be silently dropped is refused instead. */
function refuseWhatIsNotThere(input: z.output<typeof newStatus>): void {
  if (input.poll !== undefined) {
    throw invalid(
      "poll",
      "Polls are not taken here: list the candidate diagnoses in the text, and colleagues rank them.",
    );
  }
  if (input.scheduled_at !== undefined && input.scheduled_at !== "") {
    throw invalid("scheduled_at", "Nothing is posted later here: post it when it is time.");
  }
  if (input.quoted_status_id !== undefined || input.quote_id !== undefined) {
    throw invalid("quoted_status_id", "Quotes are not taken here: put the address into the text.");
  }
}

async function ownRecord(call: PersonCall<unknown>): Promise<StatusRecord> {
  const record = await recordOf(call, call.path["id"]);
  if (record.authorId !== call.person.persona.actorId) throw notFound("status");
  return record;
}

function postOf(record: StatusRecord) {
  const object = likeableOf(record);
  if (object.kind !== "post") {
    throw new Refusal(
      "invalid",
      "A case and what answers it are not passed on by persons: its stream does that.",
    );
  }
  return object;
}

/** What a thread begins with, as far as it is here. */
const threadRef = (record: StatusRecord) => {
  if (record.kind === "opinion" || record.kind === "comment") return record.case;
  return likeableOf(record);
};

/** Two endpoints that answer with the status as it is then. */
function mark(
  verb: string,
  opposite: string,
  spec: {
    readonly summary: string;
    readonly scope: Scope;
    readonly act: (instance: Instance, person: Person, record: StatusRecord) => Promise<void>;
    readonly undo: (instance: Instance, person: Person, record: StatusRecord) => Promise<void>;
  },
): Route[] {
  const { summary, scope } = spec;
  const make = (name: string, words: string, act: typeof spec.act): Route =>
    route(`POST /api/v1/statuses/:id/${name}`, {
      summary: words,
      access: "person",
      scope,
      entity: status,
      answer: async (call) => {
        const record = await recordOf(call, call.path["id"]);
        await act(call.instance, call.person, record);
        const object = likeableOf(record);
        return presentStatus(call, object, "thread");
      },
    });
  return [make(verb, summary, spec.act), make(opposite, `${summary}: take that back`, spec.undo)];
}
