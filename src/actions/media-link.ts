import { createHmac, timingSafeEqual } from "node:crypto";
import type { ImageId } from "#domain/ids.ts";
import type { Instance } from "#instance";

const HOURS_MS = 3_600_000;
/** A link changes twice a day, so that apps can keep a picture under its address, and lasts a day at most. */
const STEP_MS = 12 * HOURS_MS;

/**
 * What makes the address of a restricted picture readable for an app, which sends no cookie and no token for pictures: the
 * time at which it runs out, and a seal over both.
 */
export function mediaKey(instance: Pick<Instance, "keys" | "clock">, id: ImageId): string {
  const until = (Math.floor(instance.clock().getTime() / STEP_MS) + 2) * STEP_MS;
  return `${until.toString(36)}.${seal(instance.keys.session, id, until)}`;
}

/** Whether this key opens the picture now. */
export function opensMedia(instance: Pick<Instance, "keys" | "clock">, id: ImageId, key: string): boolean {
  const [time = "", given = ""] = key.split(".");
  const until = Number.parseInt(time, 36);
  if (!(until > instance.clock().getTime())) return false;
  const right = Buffer.from(seal(instance.keys.session, id, until));
  const said = Buffer.from(given);
  return said.byteLength === right.byteLength && timingSafeEqual(said, right);
}

const seal = (key: Uint8Array, id: ImageId, until: number): string =>
  createHmac("sha256", key).update(`media ${id} ${until}`).digest("base64url");
