/** Who may see a case; see FEDERATION.md, "Audience". Circles and named personas come with restricted audiences. */
export const AUDIENCES = ["institution", "network", "public"] as const;
export type Audience = (typeof AUDIENCES)[number];

/** The default: all trusted peers. Public takes a deliberate choice. */
export const DEFAULT_AUDIENCE: Audience = "network";

/** Who is looking: decides what the one query that finds an object may return. */
export type Viewer =
  | { readonly kind: "public" }
  /** A persona or a member of staff of this institution. */
  | { readonly kind: "member" }
  /** A signed fetch by an actor of a trusted peer. */
  | { readonly kind: "trusted-peer"; readonly host: string };

/** The audiences whose objects `viewer` may see. */
export function visibleAudiences(viewer: Viewer): readonly Audience[] {
  switch (viewer.kind) {
    case "public":
      return ["public"];
    case "trusted-peer":
      return ["public", "network"];
    case "member":
      return ["public", "network", "institution"];
  }
}

/** The audiences beyond this institution. */
export type FederatedAudience = Exclude<Audience, "institution">;

/** Whether something that `audience` may see goes to other institutions at all. */
export const leavesTheHouse = (audience: Audience): audience is FederatedAudience =>
  audience !== "institution";
