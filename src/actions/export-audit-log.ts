import { AUDIT_WORDS, type AuditAgent, type AuditEntry } from "#domain/audit.ts";
import { readEntries } from "#store/audit.ts";
import { snapshot } from "#store/export.ts";
import type { Instance } from "#instance";

/**
 * Writes the audit log as one FHIR R4 Bundle of AuditEvents (hl7.org/fhir/R4/auditevent.html), piece by piece.
 *
 * @param write takes the next piece of the text
 * @returns how many entries there were
 */
export const exportAuditLog = (
  instance: Instance,
  write: (piece: string) => Promise<void>,
): Promise<number> =>
  snapshot(instance.db, async (tx) => {
    const { origin, institutionName } = instance.config;
    let entries = 0;
    await write(
      `{"resourceType":"Bundle","type":"collection","timestamp":${JSON.stringify(instance.clock().toISOString())},"entry":[`,
    );
    for await (const entry of readEntries(tx)) {
      const resource = auditEvent(entry, origin, institutionName);
      await write(
        `${entries === 0 ? "" : ","}\n${JSON.stringify({ fullUrl: `${origin}/audit/${entry.sequence}`, resource })}`,
      );
      entries += 1;
    }
    await write("\n]}\n");
    return entries;
  });

const DICOM = "http://dicom.nema.org/resources/ontology/DCM";

/** What kind of event it is (DICOM PS3.16, CID 400), and what it did (FHIR's AuditEventAction). */
function kindOf(action: string): { readonly type: object; readonly action: "C" | "R" | "U" } {
  if (action === "case.read") {
    return { type: { system: DICOM, code: "110103", display: "DICOM Instances Accessed" }, action: "R" };
  }
  const isNew = ["account.verified", "account.invited", "account.joined", "issuer-key.rotated"].includes(
    action,
  );
  return {
    type: { system: DICOM, code: "110113", display: "Security Alert" },
    action: isNew ? "C" : "U",
  };
}

function auditEvent(entry: AuditEntry, origin: string, institution: string): object {
  const kind = kindOf(entry.action);
  const [type = "", ...name] = entry.object.split("/");
  return {
    resourceType: "AuditEvent",
    id: String(entry.sequence),
    type: kind.type,
    subtype: [{ system: `${origin}/audit/actions`, code: entry.action, display: wordsFor(entry.action) }],
    action: kind.action,
    recorded: entry.at.toISOString(),
    outcome: "0",
    agent: [
      { who: { identifier: { value: agentName(entry.agent) } }, requestor: entry.agent.kind !== "system" },
    ],
    source: { site: origin, observer: { display: institution } },
    entity: [
      {
        what: { identifier: { value: name.join("/") } },
        description: type,
        detail: [...Object.entries(entry.detail), ["previous", entry.previous], ["hash", entry.hash]].map(
          ([key, value]) => ({ type: key, valueString: value }),
        ),
      },
    ],
  };
}

const wordsFor = (action: string): string =>
  Object.entries(AUDIT_WORDS).find(([known]) => known === action)?.[1] ?? action;

/** An agent in one word. */
function agentName(agent: AuditAgent): string {
  switch (agent.kind) {
    case "account":
      return agent.id;
    case "peer":
      return agent.host;
    case "operator":
    case "system":
      return agent.kind;
  }
}
