import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { IdentifierKind } from "#domain/identifier.ts";
import type { LabelledText } from "./labelled-text.ts";

/** The set's names of the Safe Harbor kinds, and ours. */
const KINDS: ReadonlyMap<string, IdentifierKind> = new Map([
  ["NAME", "name"],
  ["GEOGRAPHIC_LOCATION", "place"],
  ["DATE", "date"],
  ["AGE", "age"],
  ["PHONE_NUMBER", "phone"],
  ["FAX_NUMBER", "fax"],
  ["EMAIL_ADDRESS", "email"],
  ["SOCIAL_SECURITY_NUMBER", "national-number"],
  ["MEDICAL_RECORD_NUMBER", "record-number"],
  ["HEALTH_PLAN_BENEFICIARY_NUMBER", "plan-number"],
  ["ACCOUNT_NUMBER", "account-number"],
  ["CERTIFICATE_LICENSE_NUMBER", "licence-number"],
  ["VEHICLE_IDENTIFIER", "vehicle-number"],
  ["DEVICE_IDENTIFIER", "device-number"],
  ["WEB_URL", "url"],
  ["URL", "url"],
  ["IP_ADDRESS", "ip-address"],
]);

const line = z.object({
  query: z.string(),
  identifiers: z.array(z.object({ type: z.string(), value: z.string().min(1) })),
});

/**
 * Reads `queries.jsonl` of a folder: one text a line, its identifiers by type and exact characters. A type that is not known
 * counts as "other-number"; a value that is listed twice stands in the text twice.
 *
 * @throws Error where a line is none of these, or an identifier is not in its text
 */
export async function readQueries(folder: string): Promise<LabelledText[]> {
  const file = path.join(folder, "queries.jsonl");
  const lines = (await readFile(file, "utf8")).split("\n");
  return lines.flatMap((json, index) => {
    if (json.trim() === "") return [];
    try {
      return [readQuery(json)];
    } catch (error) {
      throw new Error(
        `${file}, line ${index + 1}: ${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      );
    }
  });
}

function readQuery(json: string): LabelledText {
  const { query, identifiers } = line.parse(JSON.parse(json));
  const ends = new Map<string, number>();
  const labels = identifiers.map(({ type, value }) => {
    const start = query.indexOf(value, ends.get(value) ?? 0);
    if (start === -1) throw new Error(`"${value}" is not in the text, or not that often.`);
    ends.set(value, start + value.length);
    return { start, end: start + value.length, kind: KINDS.get(type) ?? "other-number" };
  });
  return { text: query, labels };
}
