import { isPhysician } from "#domain/attestation.ts";
import type { Viewer } from "#domain/audience.ts";
import type { Member, Physician } from "#domain/member.ts";
import { notFound } from "#domain/refusal.ts";
import type { WebContext } from "./services.ts";

/** Whose eyes the stored objects are read with: decides what a query may return. */
export const viewerOf = (c: WebContext): Viewer =>
  c.get("member") === undefined ? { kind: "public" } : { kind: "member" };

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
