import { signRequest } from "@fedify/fedify/sig";
import { actorAddresses } from "#domain/addresses.ts";
import type { ClinicalCase } from "#domain/case.ts";
import { type CaseId, newId } from "#domain/ids.ts";
import { createActivity } from "#federation/translate/activities.ts";
import { caseNote } from "#federation/translate/case-note.ts";
import type { LoadRequest } from "./load.ts";
import type { Sender } from "./senders.ts";

const clinical: ClinicalCase = {
  title: "Annular plaque on the forearm, unmoved by terbinafine",
  question: { kind: "diagnosis", text: "Fungal after all, or should I biopsy?" },
  urgency: "week",
  specialties: ["dermatology"],
  patient: { ageBand: "35-39", sex: "female", skinType: "III" },
  findings:
    "A ring of four centimetres with a raised, smooth border and a flat centre; no scale. Slowly larger over three months. No itch.",
  history: "Otherwise healthy. A cat at home. No travel.",
  tried: "Terbinafine cream for four weeks, without effect.",
};

/** A public case of a sender with its Create, as another institution that runs Consilium sends it: some 3 kB. */
function createOfCase(sender: Sender): string {
  const host = new URL(sender.origin).host;
  const stream = actorAddresses(sender.origin, "dermatology");
  const note = caseNote(sender.origin, {
    id: newId<CaseId>(),
    author: { uri: sender.uri, username: sender.handle, host, followers: `${sender.uri}/followers` },
    stream: { uri: stream.uri, username: "dermatology", host, followers: stream.followers },
    audience: "public",
    clinical,
    images: [],
    publishedAt: new Date(),
  });
  return JSON.stringify(createActivity(note));
}

/**
 * The request by which a sender delivers a new case to an inbox, signed by RFC 9421 as Consilium and Fedify sign.
 *
 * @param inbox its address, whichever port the request goes to in the end
 */
export async function signedCreate(sender: Sender, inbox: string): Promise<LoadRequest> {
  const body = createOfCase(sender);
  const request = new Request(inbox, {
    method: "POST",
    headers: { "content-type": "application/activity+json", accept: "application/activity+json" },
    body,
  });
  const signed = await signRequest(request, sender.privateKey, new URL(sender.keyId), { spec: "rfc9421" });
  const url = new URL(inbox);
  return {
    method: "POST",
    path: url.pathname,
    headers: { ...Object.fromEntries(signed.headers), host: url.host },
    body,
  };
}
