import { z } from "zod";
import { keepRemotePicture } from "#actions/keep-remote-picture.ts";
import { PICTURES_QUEUE } from "#actions/queue-pictures.ts";
import { idSchema, type ImageId } from "#domain/ids.ts";
import type { OpenDatabase } from "#store/database.ts";
import { consume, type Consumer } from "#store/queue.ts";
import type { Instance } from "#instance";

const payload = z.object({ imageId: idSchema<ImageId>() });

/** Fetches the pictures of remote cases and posts as they arrive, two at a time; one that fails is tried again, ten times in all. */
export const fetchPictures = (instance: Instance, open: OpenDatabase): Consumer =>
  consume(open, {
    queue: PICTURES_QUEUE,
    concurrency: 2,
    log: instance.log,
    handle: async (message) => {
      await keepRemotePicture(instance, payload.parse(message.payload).imageId);
    },
  });
