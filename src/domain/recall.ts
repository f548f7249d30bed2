import type { ActorId } from "./ids.ts";
import { isOwnPersona, type Member } from "./member.ts";
import type { PublicJwk } from "./public-jwk.ts";

/** Who took a case back. */
export type WithdrawnBy = "author" | "moderator";

/**
 * What became of a withdrawn case at another server: it signed a `receipt`; or it does not give one, was looked at, and
 * does not show the case (`absent`), still shows it (`shown`), or does not let itself be looked at (`unclear`).
 */
export type RecallAnswer = "receipt" | "absent" | "shown" | "unclear";

/** Whose receipt it is, and with which keys it may be signed. */
export interface ReceiptSigner {
  /** The institution's actor. */
  readonly id: string;
  readonly keys: readonly { readonly id: string; readonly jwk: PublicJwk }[];
}

/** A receipt with all that it takes to check it without asking anybody. */
export interface ReceiptFile {
  /** The Accept, as it came. */
  readonly receipt: unknown;
  /** The Delete that it answers, as it was sent. */
  readonly delete: unknown;
  readonly signer: ReceiptSigner;
}

/** The answers after which nothing is owed any more. */
export const SETTLING: readonly RecallAnswer[] = ["receipt", "absent"];

/** The address of the Delete of an object, under which the ledger has it and receipts name it. */
export const deleteUri = (objectUri: string): string => `${objectUri}#delete`;

/** The object whose Delete has this address; undefined where it is no such address. */
export const deletedBy = (uri: string): string | undefined =>
  uri.endsWith("#delete") ? uri.slice(0, -"#delete".length) : undefined;

/** As what this member may withdraw a local case of that author; undefined where they may not. */
export function mayWithdraw(member: Member, author: ActorId): WithdrawnBy | undefined {
  if (isOwnPersona(member, author)) return "author";
  return member.roles.includes("administrator") ? "moderator" : undefined;
}
