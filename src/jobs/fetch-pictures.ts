import { z } from "zod";
import { keepRemotePicture } from "#actions/keep-remote-picture.ts";
import { PICTURES_QUEUE } from "#actions/queue-pictures.ts";
import { type ImageId, parseId } from "#domain/ids.ts";
import type { OpenDatabase } from "#store/database.ts";
import { consume, type Consumer } from "#store/queue.ts";
import type { Instance } from "#instance";

const payload = z.object({ imageId: z.string() });

/** Fetches the pictures of remote cases and posts as they arrive, two at a time; one that fails is tried again, ten times in all. */
export const fetchPictures = (instance: Instance, open: OpenDatabase): Consumer =>
  consume(open, {
    queue: PICTURES_QUEUE,
    concurrency: 2,
    log: instance.log,
    handle: async (message) => {
      const id = parseId<ImageId>(payload.parse(message.payload).imageId);
      if (id !== undefined) await keepRemotePicture(instance, id);
    },
  });
