CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"roles" text[] NOT NULL,
	"subject_hash" text,
	"profession" text,
	"specialty" text,
	"grade" text,
	"country" text,
	"status" text DEFAULT 'active' NOT NULL,
	"barred_for" text,
	"verified_on" timestamp with time zone,
	CONSTRAINT "accounts_subject_hash_unique" UNIQUE("subject_hash")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"roles" text[] NOT NULL,
	"profession" text,
	"specialty" text,
	"country" text,
	"grade" text,
	"subject_hash" text,
	"seal" text,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "passwords" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"login" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "passwords_login_unique" UNIQUE("login")
);
--> statement-breakpoint
CREATE TABLE "personas" (
	"actor_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"attestation" text NOT NULL,
	"attestation_expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "personas_account" UNIQUE("account_id","position")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"persona_id" uuid,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"login" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"locked_until" timestamp with time zone,
	CONSTRAINT "sign_in_failures_count" CHECK ("sign_in_failures"."count" >= 0)
);
--> statement-breakpoint
CREATE TABLE "actor_keys" (
	"key_id" text PRIMARY KEY NOT NULL,
	"actor_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_key" text NOT NULL,
	CONSTRAINT "actor_keys_kind" UNIQUE("actor_id","kind")
);
--> statement-breakpoint
CREATE TABLE "actors" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"type" text NOT NULL,
	"username" text NOT NULL,
	"host" text NOT NULL,
	"local" boolean NOT NULL,
	"name" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"url" text NOT NULL,
	"inbox" text NOT NULL,
	"shared_inbox" text,
	"followers" text,
	"assertion_keys" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"attestation" text,
	"verified" jsonb,
	"fetched_at" timestamp with time zone NOT NULL,
	CONSTRAINT "actors_uri_unique" UNIQUE("uri"),
	CONSTRAINT "actors_handle" UNIQUE("host","username")
);
--> statement-breakpoint
CREATE TABLE "follows" (
	"follower_id" uuid NOT NULL,
	"followee_id" uuid NOT NULL,
	"uri" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "follows_follower_id_followee_id_pk" PRIMARY KEY("follower_id","followee_id"),
	CONSTRAINT "follows_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"state" text NOT NULL,
	"profession" text NOT NULL,
	"specialty" text,
	"grade" text,
	"country" text NOT NULL,
	"details" "bytea",
	"proof" "bytea",
	"proof_type" text NOT NULL,
	"refused_for" text,
	"applied_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	CONSTRAINT "applications_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "attestation_statuses" (
	"list" integer NOT NULL,
	"index" integer NOT NULL,
	"actor_id" uuid NOT NULL,
	"revoked_at" timestamp with time zone,
	"reason" text,
	CONSTRAINT "attestation_statuses_list_index_pk" PRIMARY KEY("list","index")
);
--> statement-breakpoint
CREATE TABLE "issuer_keys" (
	"key_id" text PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_key" text,
	"signs_from" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"action" text NOT NULL,
	"agent" jsonb NOT NULL,
	"object" text NOT NULL,
	"detail" jsonb NOT NULL,
	"previous" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "awaited_streams" (
	"follower_id" uuid NOT NULL,
	"specialty" text NOT NULL,
	"host" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	CONSTRAINT "awaited_streams_follower_id_specialty_host_pk" PRIMARY KEY("follower_id","specialty","host")
);
--> statement-breakpoint
CREATE TABLE "case_images" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"media_type" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"blurhash" text NOT NULL,
	"alt" text NOT NULL,
	"graphic" boolean NOT NULL,
	"source_url" text,
	"stored" boolean NOT NULL,
	CONSTRAINT "case_images_position" UNIQUE("case_id","position")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"author_id" uuid NOT NULL,
	"local" boolean NOT NULL,
	"audience" text NOT NULL,
	"clinical" jsonb NOT NULL,
	"url" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (to_tsvector('english', coalesce(clinical->>'title', '') || ' ' || coalesce(clinical->'question'->>'text', '') || ' ' || coalesce(clinical->>'findings', ''))) STORED NOT NULL,
	CONSTRAINT "cases_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"case_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"local" boolean NOT NULL,
	"in_reply_to" text NOT NULL,
	"content" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "comments_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"form" jsonb NOT NULL,
	"clinical" jsonb,
	"audience" text,
	"images" jsonb NOT NULL,
	"key" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "looks" (
	"case_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	CONSTRAINT "looks_case_id_account_id_pk" PRIMARY KEY("case_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "opinions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"case_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"local" boolean NOT NULL,
	"account_id" uuid,
	"body" jsonb NOT NULL,
	"admission" text NOT NULL,
	"attestation" text,
	"signed_at" timestamp with time zone,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "opinions_uri_unique" UNIQUE("uri"),
	CONSTRAINT "opinions_one_voice" UNIQUE("case_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "stream_cases" (
	"stream_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "stream_cases_stream_id_case_id_pk" PRIMARY KEY("stream_id","case_id")
);
--> statement-breakpoint
CREATE TABLE "stream_removals" (
	"stream_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"removed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "stream_removals_stream_id_case_id_pk" PRIMARY KEY("stream_id","case_id")
);
--> statement-breakpoint
CREATE TABLE "kept_identifiers" (
	"object_id" uuid NOT NULL,
	"field" text NOT NULL,
	"kind" text NOT NULL,
	"rule" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deleted_objects" (
	"uri" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"deleted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "deleted_objects_uri_actor_id_pk" PRIMARY KEY("uri","actor_id")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"activity_id" bigint NOT NULL,
	"inbox" text NOT NULL,
	"host" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"delivered_at" timestamp with time zone,
	"last_error" text,
	CONSTRAINT "deliveries_once" UNIQUE("activity_id","inbox")
);
--> statement-breakpoint
CREATE TABLE "outgoing_activities" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outgoing_activities_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"uri" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"type" text NOT NULL,
	"object_uri" text NOT NULL,
	"is_public" boolean NOT NULL,
	"body" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "outgoing_activities_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "peers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"trust" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_delivered_at" timestamp with time zone,
	"last_failed_at" timestamp with time zone,
	"last_error" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"paused_until" timestamp with time zone,
	"signatures" text DEFAULT 'rfc9421' NOT NULL,
	CONSTRAINT "peers_host_unique" UNIQUE("host")
);
--> statement-breakpoint
CREATE TABLE "received_activities" (
	"uri" text PRIMARY KEY NOT NULL,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feed_entries" (
	"owner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"boost_id" uuid,
	"item_id" uuid GENERATED ALWAYS AS (coalesce(boost_id, subject_id)) STORED NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "feed_entries_owner_id_subject_id_pk" PRIMARY KEY("owner_id","subject_id")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"case_id" uuid,
	"opinion_id" uuid,
	"comment_id" uuid,
	"post_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"dedupe" text NOT NULL,
	CONSTRAINT "notifications_dedupe_unique" UNIQUE("dedupe")
);
--> statement-breakpoint
CREATE TABLE "filter_keywords" (
	"id" uuid PRIMARY KEY NOT NULL,
	"filter_id" uuid NOT NULL,
	"keyword" text NOT NULL,
	"whole_word" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "filter_statuses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"filter_id" uuid NOT NULL,
	"status_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "filters" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"title" text NOT NULL,
	"contexts" text[] NOT NULL,
	"action" text NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "followed_tags" (
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "followed_tags_owner_id_name_pk" PRIMARY KEY("owner_id","name")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"account_id" uuid NOT NULL,
	"key" text NOT NULL,
	"status_id" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_account_id_key_pk" PRIMARY KEY("account_id","key")
);
--> statement-breakpoint
CREATE TABLE "list_members" (
	"list_id" uuid NOT NULL,
	"actor_id" uuid NOT NULL,
	CONSTRAINT "list_members_list_id_actor_id_pk" PRIMARY KEY("list_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "lists" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"title" text NOT NULL,
	"replies_policy" text NOT NULL,
	"exclusive" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "markers" (
	"owner_id" uuid NOT NULL,
	"timeline" text NOT NULL,
	"last_read_id" text NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "markers_owner_id_timeline_pk" PRIMARY KEY("owner_id","timeline")
);
--> statement-breakpoint
CREATE TABLE "bookmarks" (
	"owner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"object_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bookmarks_owner_id_object_id_pk" PRIMARY KEY("owner_id","object_id")
);
--> statement-breakpoint
CREATE TABLE "muted_threads" (
	"owner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"object_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "muted_threads_owner_id_object_id_pk" PRIMARY KEY("owner_id","object_id")
);
--> statement-breakpoint
CREATE TABLE "pins" (
	"owner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"object_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pins_owner_id_object_id_pk" PRIMARY KEY("owner_id","object_id")
);
--> statement-breakpoint
CREATE TABLE "oauth_apps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"secret_hash" text NOT NULL,
	"name" text NOT NULL,
	"website" text,
	"redirect_uris" text[] NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "oauth_apps_client_id_unique" UNIQUE("client_id")
);
--> statement-breakpoint
CREATE TABLE "oauth_codes" (
	"hash" text PRIMARY KEY NOT NULL,
	"app_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"persona_id" uuid NOT NULL,
	"redirect_uri" text NOT NULL,
	"scopes" text[] NOT NULL,
	"challenge" text,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "oauth_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"app_id" uuid NOT NULL,
	"account_id" uuid,
	"persona_id" uuid,
	"scopes" text[] NOT NULL,
	"code_hash" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "oauth_tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "openings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"actor_id" uuid NOT NULL,
	"reason_code" text NOT NULL,
	"reason" text NOT NULL,
	"requested_by" uuid NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"first_approved_by" uuid,
	"second_approved_by" uuid,
	"approved_at" timestamp with time zone,
	"released_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "seals" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"seal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "boosts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "boosts_uri_unique" UNIQUE("uri"),
	CONSTRAINT "boosts_once" UNIQUE("post_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "likes" (
	"actor_id" uuid NOT NULL,
	"object_kind" text NOT NULL,
	"object_id" uuid NOT NULL,
	"uri" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "likes_actor_id_object_id_pk" PRIMARY KEY("actor_id","object_id"),
	CONSTRAINT "likes_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "post_attachments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"post_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"media_type" text NOT NULL,
	"source_url" text NOT NULL,
	"alt" text NOT NULL,
	"width" integer,
	"height" integer,
	"blurhash" text,
	"stored" boolean NOT NULL,
	CONSTRAINT "post_attachments_position" UNIQUE("post_id","position")
);
--> statement-breakpoint
CREATE TABLE "post_mentions" (
	"post_id" uuid NOT NULL,
	"actor_id" uuid NOT NULL,
	CONSTRAINT "post_mentions_post_id_actor_id_pk" PRIMARY KEY("post_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "post_revisions" (
	"post_id" uuid NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"content" text NOT NULL,
	"summary" text NOT NULL,
	"sensitive" boolean NOT NULL,
	CONSTRAINT "post_revisions_post_id_written_at_pk" PRIMARY KEY("post_id","written_at")
);
--> statement-breakpoint
CREATE TABLE "post_tags" (
	"post_id" uuid NOT NULL,
	"tag" text NOT NULL,
	CONSTRAINT "post_tags_post_id_tag_pk" PRIMARY KEY("post_id","tag")
);
--> statement-breakpoint
CREATE TABLE "posts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"author_id" uuid NOT NULL,
	"local" boolean NOT NULL,
	"audience" text NOT NULL,
	"content" text NOT NULL,
	"source" text,
	"summary" text NOT NULL,
	"sensitive" boolean NOT NULL,
	"language" text,
	"url" text NOT NULL,
	"in_reply_to" text,
	"published_at" timestamp with time zone NOT NULL,
	"edited_at" timestamp with time zone,
	"removed_at" timestamp with time zone,
	CONSTRAINT "posts_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "key_values" (
	"key" text[] PRIMARY KEY NOT NULL,
	"value" json NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "queue_messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "queue_messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"queue" text NOT NULL,
	"payload" json NOT NULL,
	"ordering_key" text,
	"enqueued_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ready_at" timestamp with time zone DEFAULT now() NOT NULL,
	"locked_until" timestamp with time zone,
	"lease" uuid,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"failed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "recall_answers" (
	"case_id" uuid NOT NULL,
	"host" text NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"receipt" text,
	"signer" jsonb,
	CONSTRAINT "recall_answers_case_id_host_pk" PRIMARY KEY("case_id","host")
);
--> statement-breakpoint
CREATE TABLE "recalls" (
	"case_id" uuid PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"author_id" uuid NOT NULL,
	"audience" text NOT NULL,
	"withdrawn_by" text NOT NULL,
	"withdrawn_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	CONSTRAINT "recalls_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "account_notes" (
	"owner_id" uuid NOT NULL,
	"target_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "account_notes_owner_id_target_id_pk" PRIMARY KEY("owner_id","target_id")
);
--> statement-breakpoint
CREATE TABLE "blocks" (
	"owner_id" uuid NOT NULL,
	"target_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "blocks_owner_id_target_id_pk" PRIMARY KEY("owner_id","target_id")
);
--> statement-breakpoint
CREATE TABLE "domain_blocks" (
	"owner_id" uuid NOT NULL,
	"host" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "domain_blocks_owner_id_host_pk" PRIMARY KEY("owner_id","host")
);
--> statement-breakpoint
CREATE TABLE "follow_options" (
	"owner_id" uuid NOT NULL,
	"target_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"boosts" boolean NOT NULL,
	"notify" boolean NOT NULL,
	CONSTRAINT "follow_options_owner_id_target_id_pk" PRIMARY KEY("owner_id","target_id")
);
--> statement-breakpoint
CREATE TABLE "mutes" (
	"owner_id" uuid NOT NULL,
	"target_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"notifications" boolean NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "mutes_owner_id_target_id_pk" PRIMARY KEY("owner_id","target_id")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reporter_id" uuid NOT NULL,
	"target_id" uuid NOT NULL,
	"category" text NOT NULL,
	"comment" text NOT NULL,
	"status_ids" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "term_codes" (
	"system" text NOT NULL,
	"code" text NOT NULL,
	"term_id" uuid NOT NULL,
	"parents" text[] NOT NULL,
	"also" jsonb NOT NULL,
	"digest" text NOT NULL,
	"retired" boolean DEFAULT false NOT NULL,
	CONSTRAINT "term_codes_system_code_pk" PRIMARY KEY("system","code")
);
--> statement-breakpoint
CREATE TABLE "term_names" (
	"term_id" uuid NOT NULL,
	"system" text NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"language" text NOT NULL,
	"kind" text NOT NULL,
	"folded" text NOT NULL,
	"key" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "terminologies" (
	"system" text PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"imported_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "terms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"state" text NOT NULL,
	"fault" text,
	"image_id" uuid NOT NULL,
	"key" text NOT NULL,
	"alt" text NOT NULL,
	"graphic" boolean NOT NULL,
	"width" integer,
	"height" integer,
	"blurhash" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "passwords" ADD CONSTRAINT "passwords_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personas" ADD CONSTRAINT "personas_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personas" ADD CONSTRAINT "personas_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_keys" ADD CONSTRAINT "actor_keys_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follows" ADD CONSTRAINT "follows_follower_id_actors_id_fk" FOREIGN KEY ("follower_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follows" ADD CONSTRAINT "follows_followee_id_actors_id_fk" FOREIGN KEY ("followee_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "awaited_streams" ADD CONSTRAINT "awaited_streams_follower_id_actors_id_fk" FOREIGN KEY ("follower_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_images" ADD CONSTRAINT "case_images_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_author_id_actors_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_author_id_actors_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "looks" ADD CONSTRAINT "looks_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "looks" ADD CONSTRAINT "looks_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinions" ADD CONSTRAINT "opinions_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinions" ADD CONSTRAINT "opinions_author_id_actors_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinions" ADD CONSTRAINT "opinions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_cases" ADD CONSTRAINT "stream_cases_stream_id_actors_id_fk" FOREIGN KEY ("stream_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_cases" ADD CONSTRAINT "stream_cases_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_removals" ADD CONSTRAINT "stream_removals_stream_id_actors_id_fk" FOREIGN KEY ("stream_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_removals" ADD CONSTRAINT "stream_removals_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deleted_objects" ADD CONSTRAINT "deleted_objects_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_activity_id_outgoing_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."outgoing_activities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_activities" ADD CONSTRAINT "outgoing_activities_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_entries" ADD CONSTRAINT "feed_entries_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_entries" ADD CONSTRAINT "feed_entries_boost_id_boosts_id_fk" FOREIGN KEY ("boost_id") REFERENCES "public"."boosts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_opinion_id_opinions_id_fk" FOREIGN KEY ("opinion_id") REFERENCES "public"."opinions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_comment_id_comments_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filter_keywords" ADD CONSTRAINT "filter_keywords_filter_id_filters_id_fk" FOREIGN KEY ("filter_id") REFERENCES "public"."filters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filter_statuses" ADD CONSTRAINT "filter_statuses_filter_id_filters_id_fk" FOREIGN KEY ("filter_id") REFERENCES "public"."filters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filters" ADD CONSTRAINT "filters_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "followed_tags" ADD CONSTRAINT "followed_tags_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_members" ADD CONSTRAINT "list_members_list_id_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."lists"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_members" ADD CONSTRAINT "list_members_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lists" ADD CONSTRAINT "lists_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "markers" ADD CONSTRAINT "markers_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookmarks" ADD CONSTRAINT "bookmarks_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "muted_threads" ADD CONSTRAINT "muted_threads_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pins" ADD CONSTRAINT "pins_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_codes" ADD CONSTRAINT "oauth_codes_app_id_oauth_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."oauth_apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_codes" ADD CONSTRAINT "oauth_codes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_codes" ADD CONSTRAINT "oauth_codes_persona_id_actors_id_fk" FOREIGN KEY ("persona_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_tokens" ADD CONSTRAINT "oauth_tokens_app_id_oauth_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."oauth_apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_tokens" ADD CONSTRAINT "oauth_tokens_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_tokens" ADD CONSTRAINT "oauth_tokens_persona_id_actors_id_fk" FOREIGN KEY ("persona_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "openings" ADD CONSTRAINT "openings_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seals" ADD CONSTRAINT "seals_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boosts" ADD CONSTRAINT "boosts_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boosts" ADD CONSTRAINT "boosts_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "likes" ADD CONSTRAINT "likes_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_attachments" ADD CONSTRAINT "post_attachments_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_mentions" ADD CONSTRAINT "post_mentions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_mentions" ADD CONSTRAINT "post_mentions_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_revisions" ADD CONSTRAINT "post_revisions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_tags" ADD CONSTRAINT "post_tags_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_author_id_actors_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recall_answers" ADD CONSTRAINT "recall_answers_case_id_recalls_case_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."recalls"("case_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recalls" ADD CONSTRAINT "recalls_author_id_actors_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_notes" ADD CONSTRAINT "account_notes_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_notes" ADD CONSTRAINT "account_notes_target_id_actors_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_target_id_actors_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "domain_blocks" ADD CONSTRAINT "domain_blocks_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_options" ADD CONSTRAINT "follow_options_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_options" ADD CONSTRAINT "follow_options_target_id_actors_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mutes" ADD CONSTRAINT "mutes_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mutes" ADD CONSTRAINT "mutes_target_id_actors_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_reporter_id_actors_id_fk" FOREIGN KEY ("reporter_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_target_id_actors_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "term_codes" ADD CONSTRAINT "term_codes_term_id_terms_id_fk" FOREIGN KEY ("term_id") REFERENCES "public"."terms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "term_names" ADD CONSTRAINT "term_names_term_id_terms_id_fk" FOREIGN KEY ("term_id") REFERENCES "public"."terms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sessions_account" ON "sessions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "follows_followee" ON "follows" USING btree ("followee_id","state");--> statement-breakpoint
CREATE INDEX "applications_state" ON "applications" USING btree ("state","applied_at");--> statement-breakpoint
CREATE UNIQUE INDEX "attestation_statuses_in_force" ON "attestation_statuses" USING btree ("actor_id") WHERE "attestation_statuses"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "attestation_statuses_revoked" ON "attestation_statuses" USING btree ("revoked_at") WHERE "attestation_statuses"."revoked_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "issuer_keys_newest" ON "issuer_keys" USING btree (("retired_at" is null)) WHERE "issuer_keys"."retired_at" is null;--> statement-breakpoint
CREATE INDEX "audit_entries_hash" ON "audit_entries" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "awaited_streams_next" ON "awaited_streams" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "cases_author" ON "cases" USING btree ("author_id","published_at");--> statement-breakpoint
CREATE INDEX "cases_published" ON "cases" USING btree ("published_at","id");--> statement-breakpoint
CREATE INDEX "cases_search" ON "cases" USING gin ("search");--> statement-breakpoint
CREATE INDEX "cases_specialties" ON "cases" USING gin (("clinical" -> 'specialties'));--> statement-breakpoint
CREATE INDEX "comments_case" ON "comments" USING btree ("case_id","published_at");--> statement-breakpoint
CREATE INDEX "drafts_expiry" ON "drafts" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "opinions_case" ON "opinions" USING btree ("case_id","published_at");--> statement-breakpoint
CREATE INDEX "opinions_author" ON "opinions" USING btree ("author_id","published_at");--> statement-breakpoint
CREATE UNIQUE INDEX "opinions_one_counts" ON "opinions" USING btree ("case_id","author_id") WHERE admission = 'admitted';--> statement-breakpoint
CREATE INDEX "stream_cases_latest" ON "stream_cases" USING btree ("stream_id","published_at" DESC NULLS LAST,"case_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "stream_cases_case" ON "stream_cases" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "stream_removals_case" ON "stream_removals" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "kept_identifiers_object" ON "kept_identifiers" USING btree ("object_id");--> statement-breakpoint
CREATE INDEX "deliveries_waiting" ON "deliveries" USING btree ("next_attempt_at","host") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "deliveries_waiting_host" ON "deliveries" USING btree ("host") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "outgoing_activities_actor" ON "outgoing_activities" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "outgoing_activities_object" ON "outgoing_activities" USING btree ("object_uri");--> statement-breakpoint
CREATE INDEX "feed_entries_latest" ON "feed_entries" USING btree ("owner_id","published_at","item_id");--> statement-breakpoint
CREATE INDEX "feed_entries_subject" ON "feed_entries" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "feed_entries_boost" ON "feed_entries" USING btree ("boost_id") WHERE boost_id is not null;--> statement-breakpoint
CREATE INDEX "notifications_owner" ON "notifications" USING btree ("owner_id","created_at","id");--> statement-breakpoint
CREATE INDEX "filter_keywords_filter" ON "filter_keywords" USING btree ("filter_id");--> statement-breakpoint
CREATE INDEX "filter_statuses_filter" ON "filter_statuses" USING btree ("filter_id");--> statement-breakpoint
CREATE INDEX "filters_owner" ON "filters" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "lists_owner" ON "lists" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "bookmarks_latest" ON "bookmarks" USING btree ("owner_id","created_at","object_id");--> statement-breakpoint
CREATE INDEX "oauth_codes_expiry" ON "oauth_codes" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "oauth_tokens_account" ON "oauth_tokens" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "oauth_tokens_code" ON "oauth_tokens" USING btree ("code_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "openings_under_way" ON "openings" USING btree ("actor_id") WHERE "openings"."released_at" is null;--> statement-breakpoint
CREATE INDEX "boosts_actor" ON "boosts" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "likes_object" ON "likes" USING btree ("object_id","created_at");--> statement-breakpoint
CREATE INDEX "post_mentions_actor" ON "post_mentions" USING btree ("actor_id","post_id");--> statement-breakpoint
CREATE INDEX "post_tags_tag" ON "post_tags" USING btree ("tag","post_id");--> statement-breakpoint
CREATE INDEX "posts_author" ON "posts" USING btree ("author_id","published_at","id");--> statement-breakpoint
CREATE INDEX "posts_published" ON "posts" USING btree ("published_at","id");--> statement-breakpoint
CREATE INDEX "posts_reply" ON "posts" USING btree ("in_reply_to") WHERE in_reply_to is not null;--> statement-breakpoint
CREATE INDEX "key_values_expiry" ON "key_values" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "queue_messages_ready" ON "queue_messages" USING btree ("queue","ready_at","id") WHERE locked_until is null and failed_at is null and ordering_key is null;--> statement-breakpoint
CREATE INDEX "queue_messages_ready_keyed" ON "queue_messages" USING btree ("queue","ready_at") WHERE locked_until is null and failed_at is null and ordering_key is not null;--> statement-breakpoint
CREATE INDEX "queue_messages_leased" ON "queue_messages" USING btree ("queue","locked_until") WHERE locked_until is not null;--> statement-breakpoint
CREATE INDEX "queue_messages_order" ON "queue_messages" USING btree ("queue","ordering_key","id") WHERE ordering_key is not null and failed_at is null;--> statement-breakpoint
CREATE INDEX "queue_messages_failed" ON "queue_messages" USING btree ("queue","failed_at") WHERE failed_at is not null;--> statement-breakpoint
CREATE INDEX "recalls_latest" ON "recalls" USING btree ("withdrawn_at");--> statement-breakpoint
CREATE INDEX "blocks_target" ON "blocks" USING btree ("target_id");--> statement-breakpoint
CREATE INDEX "reports_latest" ON "reports" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "term_codes_term" ON "term_codes" USING btree ("term_id");--> statement-breakpoint
CREATE INDEX "term_names_term" ON "term_names" USING btree ("term_id");--> statement-breakpoint
CREATE INDEX "term_names_code" ON "term_names" USING btree ("system","code");--> statement-breakpoint
CREATE INDEX "term_names_key" ON "term_names" USING btree ("key");--> statement-breakpoint
CREATE INDEX "term_names_prefix" ON "term_names" USING btree ("folded" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "term_names_trigrams" ON "term_names" USING gin ("folded" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "terms_used" ON "terms" USING btree ("id") WHERE uses > 0;--> statement-breakpoint
CREATE INDEX "uploads_age" ON "uploads" USING btree ("created_at");