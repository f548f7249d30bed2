import { z } from "zod";
import { describeUpload } from "#actions/describe-upload.ts";
import { forgetUploads } from "#actions/forget-uploads.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import { takeUpload } from "#actions/take-upload.ts";
import { parseId, type UploadId } from "#domain/ids.ts";
import { MAX_IMAGE_BYTES } from "#domain/image.ts";
import type { Person } from "#domain/reader.ts";
import { invalid, notFound, tooLarge } from "#domain/refusal.ts";
import { findUpload, type UploadRow } from "#store/uploads.ts";
import type { Instance } from "#instance";
import { mediaKey } from "#actions/media-link.ts";
import { pictureMeta } from "../entities/build-status.ts";
import { emptyObject } from "../entities/shapes.ts";
import { mediaAttachment } from "../entities/status.ts";
import { file, text } from "../input.ts";
import { type Call, Reply, type Route, route } from "../route.ts";

const sent = z.object({
  file,
  thumbnail: file.optional(),
  description: text().default(""),
  focus: text(100).optional(),
});

/** A process that checked a picture and died leaves it like this for ever. */
const INTERRUPTED_MS = 120_000;

/** Pictures that come ahead of their case: https://docs.joinmastodon.org/methods/media/. */
export const mediaRoutes: readonly Route[] = [
  route("POST /api/v2/media", {
    summary: "Send a picture ahead of its case; it is checked behind the answer",
    access: "person",
    scope: "write:media",
    input: sent,
    entity: mediaAttachment,
    answer: async (call) => new Reply(buildUpload(call.instance, (await take(call)).row), 202),
  }),
  route("POST /api/v1/media", {
    summary: "Send a picture ahead of its case and wait until it is checked",
    access: "person",
    scope: "write:media",
    input: sent,
    entity: mediaAttachment,
    answer: async (call) => {
      const { row, checked } = await take(call);
      await checked;
      return replyOf(call.instance, await ownUpload(call.instance, call.person, row.id));
    },
  }),
  route("GET /api/v1/media/:id", {
    summary: "What became of a picture: 206 while it is checked, 422 where it is refused",
    access: "person",
    scope: "write:media",
    entity: mediaAttachment,
    answer: async ({ instance, person, path }) =>
      replyOf(instance, await ownUpload(instance, person, path["id"])),
  }),
  route("PUT /api/v1/media/:id", {
    summary: "Say in words what a picture shows",
    access: "person",
    scope: "write:media",
    input: z.object({ description: text().default(""), focus: text(100).optional() }),
    entity: mediaAttachment,
    answer: async ({ instance, person, path, input }) => {
      const { id } = await ownUpload(instance, person, path["id"]);
      return buildUpload(instance, await describeUpload(instance, person, id, input.description));
    },
  }),
  route("DELETE /api/v1/media/:id", {
    summary: "Throw a picture away",
    access: "person",
    scope: "write:media",
    entity: emptyObject,
    answer: async ({ instance, person, path }) => {
      await forgetUploads(instance, person, [(await ownUpload(instance, person, path["id"])).id]);
      return {};
    },
  }),
];

function take({
  instance,
  person,
  input,
}: Call<z.output<typeof sent>> & { readonly person: Person }): ReturnType<typeof takeUpload> {
  const { file: picture, description } = input;
  if (picture.size > MAX_IMAGE_BYTES) {
    throw tooLarge("file", `A picture has at most ${MAX_IMAGE_BYTES / 1024 / 1024} MB.`);
  }
  return takeUpload(instance, requirePhysician(person), {
    read: async () => new Uint8Array(await picture.arrayBuffer()),
    alt: description,
  });
}

async function ownUpload(instance: Instance, person: Person, text: string | undefined): Promise<UploadRow> {
  const id = parseId<UploadId>(text ?? "");
  const row = id && (await findUpload(instance.db, person.accountId, id));
  if (row === undefined) throw notFound("picture");
  return row;
}

/** @throws Refusal invalid with why it was refused, in words that the app shows */
function replyOf(instance: Instance, row: UploadRow) {
  if (row.state === "refused") throw invalid("file", row.fault ?? "The picture was refused.");
  if (row.state === "checking") {
    const age = instance.clock().getTime() - row.createdAt.getTime();
    if (age > INTERRUPTED_MS) throw invalid("file", "Checking the picture was interrupted: send it again.");
    return new Reply(buildUpload(instance, row), 206);
  }
  return new Reply(buildUpload(instance, row));
}

function buildUpload(instance: Instance, row: UploadRow): z.infer<typeof mediaAttachment> {
  const { id, state, width, height, imageId } = row;
  const isReady = state === "ready" && width !== null && height !== null;
  const at = `${instance.config.origin}/uploads/${id}`;
  const key = `?key=${mediaKey(instance, imageId)}`;
  return {
    id,
    type: isReady ? "image" : "unknown",
    url: isReady ? `${at}${key}` : null,
    preview_url: isReady ? `${at}/thumbnail${key}` : null,
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: isReady ? pictureMeta({ width, height }) : { focus: { x: 0, y: 0 } },
    description: row.alt === "" ? null : row.alt,
    blurhash: row.blurhash,
  };
}
