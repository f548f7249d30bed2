import { isPhysician } from "#domain/attestation.ts";
import type { Viewer } from "#domain/audience.ts";
import type { Member, Physician } from "#domain/member.ts";
import type { PostReader } from "#domain/post.ts";
import { notFound } from "#domain/refusal.ts";
import type { WebContext } from "./services.ts";

/** Whose eyes the stored objects are read with: decides what a query may return. */
export const viewerOf = (c: WebContext): Viewer =>
  c.get("member") === undefined ? { kind: "public" } : { kind: "member" };

/** As whom the reader reads ordinary posts: as their persona, where they have one. */
export function postReaderOf(c: WebContext): PostReader {
  const member = c.get("member");
  if (member === undefined) return { kind: "public" };
  const { persona } = member;
  return persona === undefined ? { kind: "member" } : { kind: "actor", actorId: persona.actorId };
}

/** The reader as a physician who may ask, answer and follow; `undefined` for everybody else. */
export function physicianOf(c: WebContext): Physician | undefined {
  const member = c.get("member");
  if (member?.verified === undefined || member.persona === undefined) return undefined;
  if (!isPhysician(member.verified.profession)) return undefined;
  return { ...member, verified: member.verified, persona: member.persona };
}

/** @throws Refusal not-found for everybody else: that there is such a page is not for them to know */
export function administratorOf(c: WebContext): Member {
  const member = c.get("member");
  if (member?.roles.includes("administrator") !== true) throw notFound("page");
  return member;
}
