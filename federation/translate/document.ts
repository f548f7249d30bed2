import type { Context, WireCase, WireOpinion, WireRecall, WireSpecialty } from "../vocabulary.ts";

/** Somebody who can be pointed to: any actor, local or remote. */
export interface Named {
  readonly uri: string;
  readonly username: string;
  readonly host: string;
}

/** Somebody with followers; remote actors may not say where theirs are. */
export interface Followed extends Named {
  readonly followers: string | null;
}

export interface Addressing {
  readonly to: readonly string[];
  readonly cc: readonly string[];
}

export interface MentionTag {
  readonly type: "Mention";
  readonly href: string;
  /** `@name@host` */
  readonly name: string;
}

export interface HashtagTag {
  readonly type: "Hashtag";
  readonly href: string;
  readonly name: string;
}

export interface AttachedImage {
  /** What Mastodon calls every attachment, so what every server reads. */
  readonly type: "Document";
  readonly mediaType: string;
  readonly url: string;
  /** The alternative text. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly blurhash: string;
  readonly sensitive?: true;
}

/** An object integrity proof (FEP-8b32). */
export interface Proof {
  readonly "@context"?: unknown;
  readonly type: "DataIntegrityProof";
  readonly cryptosuite: "eddsa-jcs-2022";
  readonly verificationMethod: string;
  readonly proofPurpose: "assertionMethod";
  /** Seconds, no fraction: readers that parse it and write it anew must come to the same text. */
  readonly created: string;
  readonly proofValue: string;
}

interface Reply {
  readonly inReplyTo: string;
}

interface InConversation {
  /** The collection of the case's whole conversation (FEP-7888). */
  readonly context: string;
}

/** What every Note of ours has; a Note has no `name`, which would make it a vote to Mastodon. */
export interface NoteDocument extends Addressing {
  readonly "@context": Context;
  readonly id: string;
  readonly type: "Note";
  readonly attributedTo: string;
  readonly url: string;
  readonly content: string;
  readonly published: string;
  readonly tag: readonly (MentionTag | HashtagTag)[];
  readonly proof?: Proof;
}

export interface CaseNote extends NoteDocument, InConversation {
  readonly audience: string;
  readonly sensitive: boolean;
  readonly attachment: readonly AttachedImage[];
  readonly replies: string;
  readonly clinicalCase: WireCase;
}

export interface OpinionNote extends NoteDocument, InConversation, Reply {
  readonly opinion: WireOpinion;
  /** An SD-JWT VC presentation; absent where the author had none in force. */
  readonly attestation?: string;
}

export interface CommentNote extends NoteDocument, InConversation, Reply {}

/** An ordinary post. */
export interface PostNote extends NoteDocument, Partial<Reply> {
  /** The content warning. */
  readonly summary?: string;
  /** The content by its language, where that is known. */
  readonly contentMap?: Readonly<Record<string, string>>;
  readonly sensitive: boolean;
  readonly updated?: string;
  readonly replies: string;
}

/** What stands where a removed object was (ActivityStreams Vocabulary, "Tombstone"). */
export interface Tombstone {
  readonly "@context": Context;
  readonly id: string;
  readonly type: "Tombstone";
  readonly deleted: string;
}

export interface PropertyValue {
  readonly type: "PropertyValue";
  readonly name: string;
  /** HTML */
  readonly value: string;
}

/** Public keys as an actor's document shows them. */
export interface PublishedKeys {
  /** SubjectPublicKeyInfo. */
  readonly rsaPem: string;
  readonly ed25519Multibase: string;
}

interface ActorDocument {
  readonly "@context": Context;
  readonly id: string;
  readonly preferredUsername: string;
  readonly name: string;
  readonly summary: string;
  readonly url: string;
  readonly inbox: string;
  readonly outbox: string;
  readonly followers: string;
  readonly following: string;
  readonly endpoints: { readonly sharedInbox: string };
  readonly manuallyApprovesFollowers: boolean;
  readonly discoverable: boolean;
  readonly publicKey: { readonly id: string; readonly owner: string; readonly publicKeyPem: string };
  readonly assertionMethod: readonly {
    readonly id: string;
    readonly type: "Multikey";
    readonly controller: string;
    readonly publicKeyMultibase: string;
  }[];
}

export interface PersonaActor extends ActorDocument {
  readonly type: "Person";
  readonly attachment: readonly PropertyValue[];
  readonly attestation?: string;
}

export interface StreamActor extends ActorDocument {
  readonly type: "Group";
  readonly specialty: WireSpecialty;
}

export interface InstitutionActor extends ActorDocument {
  readonly type: "Application";
  /** Where the streams of this institution are listed (ActivityPub §4.1). */
  readonly streams: readonly string[];
}

interface ActivityDocument {
  readonly "@context": Context;
  readonly id: string;
  readonly actor: string;
  readonly proof?: Proof;
}

export interface CreateActivity extends ActivityDocument, Addressing {
  readonly type: "Create";
  readonly published: string;
  readonly object: NoteDocument | Omit<NoteDocument, "@context">;
}

export interface AnnounceActivity extends ActivityDocument, Addressing {
  readonly type: "Announce";
  readonly published: string;
  readonly object: string;
}

/** An Announce for group-aware servers, which work off what is announced as if it had come by itself (FEP-1b12). */
export interface EmbeddingAnnounce extends ActivityDocument, Addressing {
  readonly type: "Announce";
  readonly published: string;
  /** With its proof, and the context that the proof covers. */
  readonly object: CreateActivity;
}

export interface FollowActivity extends ActivityDocument {
  readonly type: "Follow";
  readonly object: string;
  readonly to: readonly string[];
}

export interface AcceptActivity extends ActivityDocument {
  readonly type: "Accept";
  readonly object: Omit<FollowActivity, "@context" | "to">;
  readonly to: readonly string[];
}

/** A changed post, whole. */
export interface UpdateActivity extends ActivityDocument, Addressing {
  readonly type: "Update";
  readonly published: string;
  readonly object: Omit<NoteDocument, "@context">;
}

/** A removed object: its id stays, its content is gone (ActivityPub §6.11). */
export interface DeleteActivity extends ActivityDocument, Addressing {
  readonly type: "Delete";
  readonly object: { readonly id: string; readonly type: "Tombstone" };
  /** Of a case: until when a receipt is asked for. */
  readonly recall?: WireRecall;
}

/** Confirms that nothing is left of what a Delete was about. */
export interface ReceiptActivity extends ActivityDocument {
  readonly type: "Accept";
  readonly object: {
    readonly id: string;
    readonly type: "Delete";
    readonly actor: string;
    readonly object: string;
  };
  readonly to: readonly string[];
}

export interface LikeActivity extends ActivityDocument {
  readonly type: "Like";
  readonly object: string;
  readonly to: readonly string[];
}

/** What can be taken back. */
export type Undoable = FollowActivity | LikeActivity | AnnounceActivity;

export interface UndoActivity extends ActivityDocument {
  readonly type: "Undo";
  readonly object: Pick<Undoable, "id" | "type" | "actor" | "object">;
  readonly to: readonly string[];
  readonly cc?: readonly string[];
}
