import { readTimedId, writeTimedId } from "./timed-id.ts";

/** What the client API calls a status. */
export type StatusKind = "case" | "opinion" | "comment" | "post" | "boost";

/** Where a status is, with the time that it sorts by. */
export interface StatusRef {
  readonly kind: StatusKind;
  readonly id: string;
  readonly publishedAt: Date;
}

const LETTER: Readonly<Record<StatusKind, string>> = {
  case: "c",
  opinion: "o",
  comment: "m",
  post: "p",
  boost: "b",
};
const KINDS: Readonly<Record<string, StatusKind>> = {
  c: "case",
  o: "opinion",
  m: "comment",
  p: "post",
  b: "boost",
};

export const statusId = (ref: StatusRef): string => writeTimedId(LETTER[ref.kind], ref);

/** Reads a status's id from the client API; `undefined` where it is none. */
export const readStatusId = (text: string): StatusRef | undefined => readTimedId(KINDS, text);
