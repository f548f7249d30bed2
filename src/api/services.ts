import type { Instance } from "#instance";

/** What the client API needs. */
export interface ApiServices {
  readonly instance: Instance;
  /** Of the software, as `version` says it. */
  readonly version: string;
}
