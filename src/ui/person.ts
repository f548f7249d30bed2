import type { Verified } from "#domain/attestation.ts";

/** A persona as the pages show it, local or remote. */
export interface PersonView {
  readonly pseudonym: string;
  /** `quiet-heron@northfield.example`, without a leading @. */
  readonly handle: string;
  /** Address of their page here. */
  readonly url: string;
  /** The name of the institution that answers for them, or the host where no institution is known. */
  readonly institution: string;
  /** What the institution verified; absent where nobody vouches for them. */
  readonly verified?: Verified | undefined;
  /** A stream: nobody's persona, and nothing to verify. */
  readonly isStream?: boolean | undefined;
}
