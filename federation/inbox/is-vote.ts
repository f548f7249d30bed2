import type { Note } from "../remote/wire.ts";

/** A Note with a name and without content is a vote in a poll, as Mastodon and its kin send it, and nothing to show. */
export const isVote = (note: Note): boolean =>
  note.type === "Note" && typeof note["name"] === "string" && (note.content ?? "") === "";
