import { type PostId, parseId } from "#domain/ids.ts";
import { notFound } from "#domain/refusal.ts";

/** The post that an address names. @throws Refusal not-found for what is no id */
export function postIdOf(text: string | undefined): PostId {
  const id = parseId<PostId>(text ?? "");
  if (id === undefined) throw notFound("post");
  return id;
}
