import type { Viewer } from "#domain/audience.ts";
import type { WebContext } from "./services.ts";

/** Who looks, as far as the session tells: somebody of this institution, or anyone. */
export const viewerBySession = (c: WebContext): Viewer =>
  c.get("member") === undefined ? { kind: "public" } : { kind: "member" };
