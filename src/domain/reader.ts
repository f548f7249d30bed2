import type { Viewer } from "./audience.ts";
import type { AccountId, ActorId } from "./ids.ts";
import type { ActingPersona, Member } from "./member.ts";
import type { PostReader } from "./post.ts";

/** A member who has a persona: whom an app acts for. */
export interface Person extends Member {
  readonly persona: ActingPersona;
}

/** Whose eyes the client API reads with. */
export interface Reader {
  readonly viewer: Viewer;
  /** Absent for who has no token of a person. */
  readonly me: { readonly accountId: AccountId; readonly actorId: ActorId } | undefined;
}

export const readerOf = (person: Person | undefined): Reader =>
  person === undefined
    ? { viewer: { kind: "public" }, me: undefined }
    : {
        viewer: { kind: "member" },
        me: { accountId: person.accountId, actorId: person.persona.actorId },
      };

/** As whom the same reader reads ordinary posts. */
export const postReaderOf = ({ me }: Reader): PostReader =>
  me === undefined ? { kind: "public" } : { kind: "actor", actorId: me.actorId };
