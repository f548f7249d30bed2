import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { type AuditEntry, type AuditEvent, FIRST_PREVIOUS } from "#domain/audit.ts";

/** SHA-256 over the entry as canonical JSON (RFC 8785) without its own hash; the time in milliseconds, as ISO 8601. */
export function entryHash(entry: Omit<AuditEntry, "hash">): string {
  const { sequence, at, action, agent, object, detail, previous } = entry;
  const text = canonicalize({ sequence, at: at.toISOString(), action, agent, object, detail, previous });
  if (text === undefined) throw new TypeError("An audit entry is always JSON.");
  return createHash("sha256").update(text).digest("hex");
}

/** The entry that follows `last`. */
export function nextEntry(last: AuditEntry | undefined, event: AuditEvent, at: Date): AuditEntry {
  const { action, agent, object, detail = {} } = event;
  const entry = {
    sequence: (last?.sequence ?? 0) + 1,
    at,
    action,
    agent,
    object,
    detail,
    previous: last?.hash ?? FIRST_PREVIOUS,
  };
  return { ...entry, hash: entryHash(entry) };
}
