import { opinionUri } from "#domain/addresses.ts";
import type { FederatedAudience } from "#domain/audience.ts";
import type { OpinionId } from "#domain/ids.ts";
import { opinionContent } from "#domain/opinion-content.ts";
import { opinionOnWire } from "#domain/opinion-body.ts";
import type { OpinionBody } from "#domain/opinion.ts";
import { OBJECT_CONTEXT } from "../vocabulary.ts";
import { contentLink, mention, replyAddressing } from "./addressing.ts";
import type { Followed, Named, OpinionNote } from "./document.ts";

/** The case, local or remote, that something answers. */
export interface AnsweredCase {
  readonly uri: string;
  readonly audience: FederatedAudience;
  readonly author: Named;
}

/** A local opinion on a case that may leave the house. */
export interface OpinionFacts {
  readonly id: OpinionId;
  readonly author: Followed;
  readonly case: AnsweredCase;
  readonly body: OpinionBody;
  /** The presentation in force when the opinion was given: profession and specialty disclosed. */
  readonly attestation: string | null;
  readonly publishedAt: Date;
}

/** An opinion as a Note in reply to its case; `opinion` holds all of it. */
export function opinionNote(origin: string, facts: OpinionFacts): OpinionNote {
  const id = opinionUri(origin, facts.id);
  const asker = mention(facts.case.author);
  return {
    "@context": OBJECT_CONTEXT,
    id,
    type: "Note",
    attributedTo: facts.author.uri,
    ...replyAddressing(facts.case.audience, facts.author, facts.case.author),
    inReplyTo: facts.case.uri,
    url: id,
    content: opinionContent(facts.body, { mentions: [contentLink(asker)] }),
    published: facts.publishedAt.toISOString(),
    context: `${facts.case.uri}/context`,
    tag: [asker],
    opinion: opinionOnWire(facts.body),
    ...(facts.attestation === null ? {} : { attestation: facts.attestation }),
  };
}
