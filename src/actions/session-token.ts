import { createHash, randomBytes } from "node:crypto";

/** A secret of 256 bits for a cookie or a one-time link. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** What is kept of such a secret; it needs no salt, since nobody can guess 256 bits. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");
