import { tagUrl } from "#domain/addresses.ts";
import type { ContentLink } from "#domain/content-html.ts";
import type { ActorId } from "#domain/ids.ts";
import {
  MAX_POST_CHARACTERS,
  MAX_POST_MENTIONS,
  MAX_POST_TAGS,
  MAX_SUMMARY_CHARACTERS,
  type PostText,
} from "#domain/post.ts";
import { hashtagsOf, mentionedHandles, postContent } from "#domain/post-text.ts";
import { type Fault, invalid, invalidFields, Refusal } from "#domain/refusal.ts";
import { cleanLine, cleanProse } from "#domain/text.ts";
import { findActor } from "#store/actors.ts";
import type { PostLinks } from "#store/posts.ts";
import type { Instance } from "#instance";

/** What a person typed. */
export interface PostDraft {
  /** Plain text; people, hashtags and addresses in it become links. */
  readonly text: string;
  /** The content warning. */
  readonly summary?: string | undefined;
  readonly sensitive?: boolean | undefined;
  /** BCP 47. */
  readonly language?: string | undefined;
}

/** A draft that can be stored. */
export interface ReadyPost extends PostText {
  readonly source: string;
  readonly links: PostLinks;
  /** Handles of the text that nobody answers to. */
  readonly unknown: readonly string[];
}

const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/iu;

/**
 * Makes of what was typed what is stored; the people that it names are looked up, at their own servers where they are not
 * known here.
 *
 * @throws Refusal invalid, naming each field that is wrong
 */
export async function readyPost(instance: Instance, draft: PostDraft): Promise<ReadyPost> {
  const source = cleanProse(draft.text);
  const summary = cleanLine(draft.summary ?? "");
  const faults = faultsOfDraft(source, summary, draft.language);
  if (faults.length > 0) throw invalidFields(faults);
  const handles = mentionedHandles(source);
  if (handles.length > MAX_POST_MENTIONS) {
    throw invalid(
      "text",
      `A post names at most ${MAX_POST_MENTIONS} people; this one names ${handles.length}.`,
    );
  }
  const found = new Map<string, ContentLink & { readonly id: ActorId }>();
  await Promise.all(
    handles.map(async (handle) => {
      const actor = await find(instance, handle);
      if (actor !== undefined) found.set(handle, actor);
    }),
  );
  const { origin } = instance.config;
  return {
    source,
    content: postContent(source, {
      mention: (handle) => found.get(handle),
      hashtag: (tag) => tagUrl(origin, tag),
    }),
    summary,
    sensitive: draft.sensitive ?? false,
    language: draft.language ?? null,
    links: {
      mentions: [...new Set([...found.values()].map((actor) => actor.id))],
      tags: hashtagsOf(source).slice(0, MAX_POST_TAGS),
    },
    unknown: handles.filter((handle) => !found.has(handle)),
  };
}

function faultsOfDraft(source: string, summary: string, language: string | undefined): Fault[] {
  const faults: Fault[] = [];
  if (source === "") faults.push({ field: "text", message: "Write something first." });
  if (source.length > MAX_POST_CHARACTERS) {
    faults.push({
      field: "text",
      message: `A post has at most ${MAX_POST_CHARACTERS} characters; this one has ${source.length}.`,
    });
  }
  if (summary.length > MAX_SUMMARY_CHARACTERS) {
    faults.push({
      field: "summary",
      message: `A content warning has at most ${MAX_SUMMARY_CHARACTERS} characters; this one has ${summary.length}.`,
    });
  }
  if (language !== undefined && !LANGUAGE.test(language)) {
    faults.push({ field: "language", message: "Give the language as a tag such as en or pt-BR." });
  }
  return faults;
}

/** Nobody, where there is nobody or their server does not answer: the handle then stays text. */
async function find(
  instance: Instance,
  handle: string,
): Promise<(ContentLink & { readonly id: ActorId }) | undefined> {
  const host = new URL(instance.config.origin).host;
  try {
    const id = await instance.remote.findActor(handle.includes("@") ? `@${handle}` : `@${handle}@${host}`);
    const actor = await findActor(instance.db, id);
    return actor && { id, href: actor.uri, name: `${actor.username}@${actor.host}` };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
