import { OBJECT_CONTEXT } from "#federation/vocabulary.ts";
import type { RemoteActor } from "./remote-server.ts";

const AS = "https://www.w3.org/ns/activitystreams";
export const PUBLIC = `${AS}#Public`;

let serial = 0;

/** A Note of a remote actor, to everyone unless `more` says otherwise. */
export const note = (author: RemoteActor, more: object) => ({
  id: `${author.uri}/notes/${++serial}`,
  type: "Note" as const,
  attributedTo: author.uri,
  published: new Date().toISOString(),
  to: [PUBLIC],
  cc: [`${author.uri}/followers`],
  ...more,
});
/** The Create of an object, by its author. */
export const create = <Object extends { readonly id: string; readonly attributedTo: string }>(
  object: Object,
  more: object = {},
) => ({
  "@context": OBJECT_CONTEXT,
  id: `${object.id}#create`,
  type: "Create",
  actor: object.attributedTo,
  to: [PUBLIC],
  object,
  ...more,
});

/** A structured case, with something that only later versions know. */
export const clinical = (scope: string) => ({
  title: "A rash that comes back",
  question: { kind: "diagnosis", text: "What is it?" },
  urgency: "week",
  specialties: ["dermatology"],
  patient: { ageBand: "35-39", sex: "female" },
  audience: { scope },
  fromTheFuture: { kept: true },
});
/** A case of a remote actor, as its Note. */
export const caseNote = (author: RemoteActor, scope = "public", more: object = {}) =>
  note(author, { content: "<p>A rash</p>", clinicalCase: clinical(scope), ...more });

/** An activity of a remote actor, under an id of its own. */
export const activity = (actor: RemoteActor, type: string, object: unknown, more: object = {}) => ({
  "@context": AS,
  id: `${actor.uri}/activities/${++serial}`,
  type,
  actor: actor.uri,
  object,
  ...more,
});
