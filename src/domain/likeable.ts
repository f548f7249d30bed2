import type { CaseId, CommentId, OpinionId, PostId } from "./ids.ts";

/** What can be liked, by its kind and id. */
export type Likeable =
  | { readonly kind: "case"; readonly id: CaseId }
  | { readonly kind: "opinion"; readonly id: OpinionId }
  | { readonly kind: "comment"; readonly id: CommentId }
  | { readonly kind: "post"; readonly id: PostId };

export type LikeableKind = Likeable["kind"];
