import { z } from "zod";
import { id, time } from "./shapes.ts";

/** https://docs.joinmastodon.org/entities/List/ */
export const list = z.object({
  id,
  title: z.string(),
  replies_policy: z.enum(["followed", "list", "none"]),
  exclusive: z.boolean(),
});

const marker = z.object({ last_read_id: id, version: z.int().min(0), updated_at: time });
/** https://docs.joinmastodon.org/entities/Marker/ */
export const markers = z.object({ home: marker.optional(), notifications: marker.optional() });
