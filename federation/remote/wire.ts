import { z } from "zod";
import { PUBLIC } from "../vocabulary.ts";

/** The id of what a property points to, whether it is quoted or embedded. */
export const idOf = z.union([z.string(), z.looseObject({ id: z.string() }).transform((value) => value.id)]);

/** One or many, as ActivityStreams writes both. */
const many = <Item extends z.ZodType>(item: Item) =>
  z
    .union([z.array(item), item.transform((one) => [one])])
    .nullish()
    .transform((items) => items ?? []);

const recipients = many(idOf);

/** An activity as it comes, as far as every kind of it has it. */
export const activityShape = z.looseObject({
  id: z.url({ protocol: /^https?$/u }),
  type: z.string(),
  actor: idOf,
  to: recipients.optional(),
  cc: recipients.optional(),
  object: z.unknown().optional(),
});
export type Activity = z.output<typeof activityShape>;

/** The author; of several, as PeerTube names the channel beside it, the first. */
const authorOf = z.union([idOf, z.tuple([idOf], idOf).transform(([first]) => first)]);

/** A Note of any server, or one of the other kinds of posts that are shown like one. */
export const noteShape = z.looseObject({
  id: z.url({ protocol: /^https?$/u }),
  type: z.enum(["Note", "Article", "Page", "Video"]),
  attributedTo: authorOf,
  inReplyTo: idOf.nullish(),
  content: z.string().max(100_000).nullish(),
  published: z.string().nullish(),
  updated: z.string().nullish().catch(undefined),
  url: z.unknown().optional(),
  to: recipients,
  cc: recipients,
  audience: idOf.nullish().catch(undefined),
  attachment: many(z.unknown()),
  tag: many(z.unknown()),
  clinicalCase: z.unknown().optional(),
  opinion: z.unknown().optional(),
  attestation: z.unknown().optional(),
});
export type Note = z.output<typeof noteShape>;

/** The addresses that mean everyone, as servers write them (ActivityPub §5.6). */
const EVERYONE: ReadonlySet<string> = new Set([PUBLIC, "as:Public", "Public"]);
export const isEveryone = (recipient: string): boolean => EVERYONE.has(recipient);

/** `URL.host` of an address; undefined where it is none. */
export const hostOf = (address: string): string | undefined => URL.parse(address)?.host;

const HOUR_MS = 3_600_000;

/** When something was published by its author's word; its arrival where that says nothing or lies ahead. */
export function publishedAt(text: string | null | undefined, now: Date): Date {
  const at = new Date(text ?? Number.NaN);
  return Number.isNaN(at.getTime()) || at.getTime() > now.getTime() + HOUR_MS ? now : at;
}
