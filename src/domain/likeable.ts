import { z } from "zod";
import { type CaseId, type CommentId, idSchema, type OpinionId, type PostId } from "./ids.ts";

export const likeableSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("case"), id: idSchema<CaseId>() }),
  z.object({ kind: z.literal("opinion"), id: idSchema<OpinionId>() }),
  z.object({ kind: z.literal("comment"), id: idSchema<CommentId>() }),
  z.object({ kind: z.literal("post"), id: idSchema<PostId>() }),
]);

/** What can be liked, by its kind and id. */
export type Likeable = Readonly<z.output<typeof likeableSchema>>;

export type LikeableKind = Likeable["kind"];
