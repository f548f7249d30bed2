import { createHash } from "node:crypto";
import { z } from "zod";
import { EMERGENCY_ADVICE } from "#domain/emergency.ts";
import { MAX_ALT_CHARACTERS, MAX_IMAGE_BYTES, MAX_IMAGES } from "#domain/image.ts";
import { escapeHtml } from "#domain/plain-text.ts";
import { countInstance } from "#store/instance-figures.ts";
import { listPeers } from "#store/peers.ts";
import { domainBlock, extendedDescription, instanceEntity, instanceV1 } from "../entities/instance.ts";
import { customEmoji } from "../entities/account.ts";
import { headerOf } from "../entities/pictures.ts";
import { emptyList } from "../entities/shapes.ts";
import { type Call, type Route, route } from "../route.ts";

/** Long enough for a case with findings, history and course. */
export const MAX_STATUS_CHARACTERS = 5000;
/** When the texts below were last changed. */
const TEXTS_CHANGED = "2026-11-24T00:00:00.000Z";

const RULES = [
  [
    "No case may let a patient be recognised.",
    "No names, no dates, no places, no faces that are not needed.",
  ],
  ["This is not for emergencies.", `If a text reads like one, it is refused: ${EMERGENCY_ADVICE}`],
  [
    "This is peer discussion between health professionals.",
    "The treating clinician decides. It is no diagnostic device and gives no advice to patients.",
  ],
  [
    "Nobody tries to find out who is behind a pseudonym.",
    "Institutions know their own physicians and tell nobody.",
  ],
] as const;

const rules = () =>
  RULES.map(([text, hint], index) => ({ id: String(index + 1), text, hint, translations: {} }));

/** What this server is and what it can do. */
export const instanceRoutes: readonly Route[] = [
  route("GET /api/v2/instance", {
    summary: "What this server is, and what it can do",
    access: "anyone",
    entity: instanceEntity,
    async answer(call) {
      const { config } = call.instance;
      const header = headerOf(config.origin);
      const { personas } = await countInstance(call.instance.db);
      return {
        domain: new URL(config.origin).host,
        title: config.institutionName,
        version: versionOf(call),
        source_url: `${config.origin}/about`,
        description: describe(config.institutionName),
        usage: { users: { active_month: personas } },
        thumbnail: { url: header, description: "", blurhash: null, versions: { "@1x": header } },
        icon: [{ src: `${config.origin}/avatars/institution.png`, size: "240x240" }],
        languages: ["en"],
        configuration: configuration(config.origin),
        registrations: {
          enabled: false,
          approval_required: false,
          reason_required: null,
          message: `<p>${escapeHtml(config.institutionName)} verifies its own physicians: sign in with your hospital.</p>`,
          min_age: null,
          url: null,
        },
        api_versions: { mastodon: 6 },
        contact: { email: "", account: null },
        rules: rules(),
      };
    },
  }),
  route("GET /api/v1/instance", {
    summary: "The same, as older apps read it",
    access: "anyone",
    entity: instanceV1,
    async answer(call) {
      const { config, db } = call.instance;
      const figures = await countInstance(db);
      return {
        uri: new URL(config.origin).host,
        title: config.institutionName,
        short_description: describe(config.institutionName),
        description: `<p>${escapeHtml(describe(config.institutionName))}</p>`,
        email: "",
        version: versionOf(call),
        urls: { streaming_api: streamingOf(config.origin) },
        stats: {
          user_count: figures.personas,
          status_count: figures.statuses,
          domain_count: figures.hosts,
        },
        thumbnail: headerOf(config.origin),
        languages: ["en"],
        registrations: false,
        approval_required: false,
        invites_enabled: false,
        configuration: configuration(config.origin),
        contact_account: null,
        rules: rules(),
      };
    },
  }),
  route("GET /api/v1/instance/peers", {
    summary: "Hosts that this server knows",
    access: "anyone",
    entity: z.array(z.string()),
    answer: async ({ instance }) =>
      (await listPeers(instance.db)).filter(({ trust }) => trust !== "blocked").map(({ host }) => host),
  }),
  route("GET /api/v1/instance/domain_blocks", {
    summary: "Hosts that are blocked or limited here",
    access: "anyone",
    entity: z.array(domainBlock),
    answer: async ({ instance }) =>
      (await listPeers(instance.db))
        .filter(({ trust }) => trust === "blocked" || trust === "limited")
        .map(({ host, trust }) => ({
          domain: host,
          digest: createHash("sha256").update(host).digest("hex"),
          severity: trust === "blocked" ? ("suspend" as const) : ("silence" as const),
          comment: null,
        })),
  }),
  route("GET /api/v1/instance/rules", {
    summary: "What holds here",
    access: "anyone",
    entity: instanceEntity.shape.rules,
    answer: rules,
  }),
  route("GET /api/v1/instance/extended_description", {
    summary: "What this server is, at length",
    access: "anyone",
    entity: extendedDescription,
    answer: ({ instance: { config } }) => ({
      updated_at: TEXTS_CHANGED,
      content: `<p>${escapeHtml(describe(config.institutionName))}</p><p><a href="${config.origin}/about">More about this institution</a></p>`,
    }),
  }),
  ...["privacy_policy", "terms_of_service"].map((text) =>
    route(`GET /api/v1/instance/${text}`, {
      summary: `The ${text.replaceAll("_", " ")}: what the page about this institution says`,
      access: "anyone",
      entity: extendedDescription,
      answer: ({ instance: { config } }) => ({
        updated_at: TEXTS_CHANGED,
        content: `<p>What is kept, who sees it and what holds here is said on <a href="${config.origin}/about">the page about this institution</a>.</p>`,
      }),
    }),
  ),
  route("GET /api/v1/instance/languages", {
    summary: "Languages of the pages",
    access: "anyone",
    entity: z.array(z.object({ code: z.string(), name: z.string() })),
    answer: () => [{ code: "en", name: "English" }],
  }),
  route("GET /api/v1/instance/translation_languages", {
    summary: "Nothing is translated here",
    access: "anyone",
    entity: z.record(z.string(), z.array(z.string())),
    answer: () => ({}),
  }),
  route("GET /api/v1/instance/activity", {
    summary: "No weekly figures are kept",
    access: "anyone",
    entity: emptyList,
    answer: () => [],
  }),
  route("GET /api/v1/custom_emojis", {
    summary: "There are no custom emojis here",
    access: "anyone",
    entity: z.array(customEmoji),
    answer: () => [],
  }),
];

const describe = (institution: string): string =>
  `${institution} runs Consilium: verified physicians consult each other over de-identified cases under pseudonyms. Peer discussion; the treating clinician decides; not for emergencies.`;

/** Clients read features out of the version: it names the Mastodon whose API this is. */
const versionOf = ({ services }: Call<unknown>): string =>
  `4.5.0 (compatible; Consilium ${services.version})`;

const streamingOf = (origin: string): string => origin.replace(/^http/u, "ws");

const configuration = (origin: string) => ({
  urls: {
    streaming: streamingOf(origin),
    status: null,
    about: `${origin}/about`,
    privacy_policy: `${origin}/about`,
    terms_of_service: null,
  },
  vapid: { public_key: "" },
  accounts: {
    max_featured_tags: 0,
    max_pinned_statuses: 5,
    max_display_name_length: 50,
    max_note_length: 500,
    max_avatar_description_length: 0,
    max_header_description_length: 0,
    max_profile_fields: 0,
    profile_field_name_limit: 0,
    profile_field_value_limit: 0,
  },
  statuses: {
    max_characters: MAX_STATUS_CHARACTERS,
    max_media_attachments: MAX_IMAGES,
    characters_reserved_per_url: 23,
  },
  media_attachments: {
    supported_mime_types: ["image/jpeg", "image/png", "image/webp", "image/tiff", "image/avif"],
    description_limit: MAX_ALT_CHARACTERS,
    image_size_limit: MAX_IMAGE_BYTES,
    image_matrix_limit: 50_000_000,
    video_size_limit: 0,
    video_frame_rate_limit: 0,
    video_matrix_limit: 0,
  },
  polls: {
    max_options: 10,
    max_characters_per_option: 200,
    min_expiration: 300,
    max_expiration: 2_629_746,
  },
  translation: { enabled: false },
  timelines_access: {
    live_feeds: { local: "public", remote: "public" },
    hashtag_feeds: { local: "public", remote: "public" },
    trending_link_feeds: { local: "disabled", remote: "disabled" },
  },
  limited_federation: false,
});
