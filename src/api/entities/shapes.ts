import { z } from "zod";

/** What entities are made of. */

/** Text that sorts; clients must not read anything out of it. */
export const id = z.string().min(1);
/** ISO 8601 with milliseconds and Z: some clients read no other. */
export const time = z.iso.datetime({ precision: 3 });
export const day = z.iso.date();
export const address = z.url();
/** Sanitised. */
export const markup = z.string();
export const count = z.int().min(0);

/** What an endpoint answers that has nothing to say. */
export const emptyObject = z.object({});
/** A list of what there is none of here. */
export const emptyList = z.array(z.never());
