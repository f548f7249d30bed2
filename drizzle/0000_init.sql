CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"roles" text[] NOT NULL,
	"subject_hash" text,
	"profession" text,
	"specialty" text,
	"grade" text,
	"country" text,
	"status" text DEFAULT 'active' NOT NULL,
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
	"attestation" text NOT NULL,
	"attestation_expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
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
	"post_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"dedupe" text NOT NULL,
	CONSTRAINT "notifications_dedupe_unique" UNIQUE("dedupe")
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
CREATE TABLE "kept_identifiers" (
	"object_id" uuid NOT NULL,
	"field" text NOT NULL,
	"kind" text NOT NULL,
	"rule" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "passwords" ADD CONSTRAINT "passwords_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personas" ADD CONSTRAINT "personas_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personas" ADD CONSTRAINT "personas_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_keys" ADD CONSTRAINT "actor_keys_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follows" ADD CONSTRAINT "follows_follower_id_actors_id_fk" FOREIGN KEY ("follower_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follows" ADD CONSTRAINT "follows_followee_id_actors_id_fk" FOREIGN KEY ("followee_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
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
ALTER TABLE "feed_entries" ADD CONSTRAINT "feed_entries_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_entries" ADD CONSTRAINT "feed_entries_boost_id_boosts_id_fk" FOREIGN KEY ("boost_id") REFERENCES "public"."boosts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_owner_id_actors_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_opinion_id_opinions_id_fk" FOREIGN KEY ("opinion_id") REFERENCES "public"."opinions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deleted_objects" ADD CONSTRAINT "deleted_objects_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_activity_id_outgoing_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."outgoing_activities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_activities" ADD CONSTRAINT "outgoing_activities_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
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
CREATE INDEX "personas_account" ON "personas" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sessions_account" ON "sessions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "follows_followee" ON "follows" USING btree ("followee_id","state");--> statement-breakpoint
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
CREATE INDEX "feed_entries_latest" ON "feed_entries" USING btree ("owner_id","published_at","item_id");--> statement-breakpoint
CREATE INDEX "feed_entries_subject" ON "feed_entries" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "feed_entries_boost" ON "feed_entries" USING btree ("boost_id") WHERE boost_id is not null;--> statement-breakpoint
CREATE INDEX "notifications_owner" ON "notifications" USING btree ("owner_id","created_at","id");--> statement-breakpoint
CREATE INDEX "deliveries_waiting" ON "deliveries" USING btree ("next_attempt_at","host") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "deliveries_waiting_host" ON "deliveries" USING btree ("host") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "outgoing_activities_actor" ON "outgoing_activities" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "outgoing_activities_object" ON "outgoing_activities" USING btree ("object_uri");--> statement-breakpoint
CREATE INDEX "boosts_actor" ON "boosts" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "likes_object" ON "likes" USING btree ("object_id","created_at");--> statement-breakpoint
CREATE INDEX "post_mentions_actor" ON "post_mentions" USING btree ("actor_id","post_id");--> statement-breakpoint
CREATE INDEX "post_tags_tag" ON "post_tags" USING btree ("tag","post_id");--> statement-breakpoint
CREATE INDEX "posts_author" ON "posts" USING btree ("author_id","published_at","id");--> statement-breakpoint
CREATE INDEX "posts_reply" ON "posts" USING btree ("in_reply_to") WHERE in_reply_to is not null;--> statement-breakpoint
CREATE INDEX "key_values_expiry" ON "key_values" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "queue_messages_ready" ON "queue_messages" USING btree ("queue","ready_at","id") WHERE locked_until is null and failed_at is null and ordering_key is null;--> statement-breakpoint
CREATE INDEX "queue_messages_ready_keyed" ON "queue_messages" USING btree ("queue","ready_at") WHERE locked_until is null and failed_at is null and ordering_key is not null;--> statement-breakpoint
CREATE INDEX "queue_messages_leased" ON "queue_messages" USING btree ("queue","locked_until") WHERE locked_until is not null;--> statement-breakpoint
CREATE INDEX "queue_messages_order" ON "queue_messages" USING btree ("queue","ordering_key","id") WHERE ordering_key is not null and failed_at is null;--> statement-breakpoint
CREATE INDEX "queue_messages_failed" ON "queue_messages" USING btree ("queue","failed_at") WHERE failed_at is not null;--> statement-breakpoint
CREATE INDEX "recalls_latest" ON "recalls" USING btree ("withdrawn_at");--> statement-breakpoint
CREATE INDEX "kept_identifiers_object" ON "kept_identifiers" USING btree ("object_id");