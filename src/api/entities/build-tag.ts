import type { z } from "zod";
import { tagUrl } from "#domain/addresses.ts";
import type { Instance } from "#instance";
import type { tag } from "./status.ts";

/** A hashtag; how often it was used is not counted. @param name without the #, in lower case */
export const buildTag = (instance: Instance, name: string, isFollowed: boolean): z.infer<typeof tag> => ({
  id: name,
  name,
  url: tagUrl(instance.config.origin, name),
  history: [],
  following: isFollowed,
  featuring: false,
});
