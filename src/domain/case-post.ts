import type { Audience } from "./audience.ts";
import type { FormFields } from "./case-draft.ts";
import { MAX_QUESTION_CHARACTERS, MAX_SPECIALTIES } from "./case.ts";
import { hashtagOf, specialtyOfTag } from "./hashtag.ts";
import { hashtagsOf, mentionedHandles } from "./post-text.ts";
import { SPECIALTIES, specialtyOf } from "./specialty.ts";

/** What an app's user wrote. */
export interface WrittenPost {
  readonly text: string;
  /** What apps call the content warning. */
  readonly warning: string;
  readonly hasPictures: boolean;
  /** Who may see it; absent where the app does not say. */
  readonly audience: Audience | undefined;
}

/**
 * Reads a post as a case, as the form that asks would send it (see `readCaseDraft`). It is one where it mentions a stream of
 * this institution, or comes with pictures: a photograph leaves only as part of a case. The content warning or else the
 * first line is the title; of what follows, the first paragraph that asks something is the question, and the rest are findings.
 *
 * @param host of this institution
 * @returns undefined where it is no case
 */
export function readCasePost(post: WrittenPost, host: string): FormFields | undefined {
  const streams = mentionedHandles(post.text).flatMap((handle) => streamOf(handle, host) ?? []);
  if (streams.length === 0 && !post.hasPictures) return undefined;
  const tagged = hashtagsOf(post.text).flatMap((tag) => specialtyOfTag(tag)?.slug ?? []);
  const specialties = [...new Set([...streams, ...tagged])].slice(0, MAX_SPECIALTIES);
  const [title = "", ...rest] = paragraphsOf(post, host);
  const isQuestion = (text: string): boolean => text.includes("?") && text.length <= MAX_QUESTION_CHARACTERS;
  const question = rest.find(isQuestion) ?? rest[0] ?? title;
  const findings = rest.filter((paragraph) => paragraph !== question);
  return {
    title,
    question,
    ...Object.fromEntries(specialties.map((slug, index) => [`specialty-${index + 1}`, slug])),
    ...(findings.length > 0 && { findings: findings.join("\n\n") }),
    ...(post.audience !== undefined && { audience: post.audience }),
  };
}

/** The specialty whose stream here a handle names. */
function streamOf(handle: string, host: string): string | undefined {
  const [name = "", at = host] = handle.split("@");
  return at === host ? specialtyOf(name)?.slug : undefined;
}

/** Without the mentions of streams and the hashtags of specialties, which are no part of what is asked. */
function paragraphsOf({ text, warning }: WrittenPost, host: string): string[] {
  const bare = text
    .replaceAll(
      /(?<![\p{L}\p{N}_/@.])@([a-z][a-z0-9-]*)(?:@([a-z0-9.:-]+))?/giu,
      (whole, name: string, at?: string) =>
        streamOf(`${name}@${at ?? host}`.toLowerCase(), host) === undefined ? whole : "",
    )
    .replaceAll(SPECIALTY_TAGS, "");
  const lines = bare.replaceAll(/[^\S\n]+/gu, " ").trim();
  const parts = warning.trim() === "" ? splitTitle(lines) : [warning.trim(), lines];
  return parts
    .flatMap((part) => part.split(/\n\s*\n/u))
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

const SPECIALTY_TAGS = new RegExp(
  `(?<![\\p{L}\\p{N}_/&#])#(?:${SPECIALTIES.map(hashtagOf).join("|")})(?![\\p{L}\\p{N}_])`,
  "giu",
);

function splitTitle(text: string): string[] {
  const [title = "", ...rest] = text.split("\n");
  return [title, rest.join("\n")];
}
