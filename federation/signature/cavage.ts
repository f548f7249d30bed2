import { signatureHolds } from "./algorithms.ts";
import { digestsFit, readDigest } from "./digest.ts";
import {
  fieldValue,
  isNow,
  missingText,
  type ReadSignature,
  type SignatureFault,
  type SignedRequest,
} from "./request.ts";

const PARAMETER = /\s*([A-Za-z]+)=(?:"([^"]*)"|(\d+))\s*(?:,|$)/uy;
/** `hs2019` leaves the algorithm to the key; in the field it means the same as `rsa-sha256` does. */
const ALGORITHMS: ReadonlySet<string> = new Set(["hs2019", "rsa-sha256", "ed25519"]);

/**
 * Reads a signature by draft-cavage-http-signatures-12, as Mastodon and most of the field make it. It must cover
 * `(request-target)`, `host`, `date` or `(created)`, and `digest` where there is a body: one that leaves something out
 * could be put on another request.
 */
export function readCavage(request: SignedRequest, now: number): ReadSignature | SignatureFault {
  const parameters = readParameters(request.headers.get("signature") ?? "");
  const keyId = parameters?.get("keyid");
  const signature = parameters?.get("signature");
  const covered = parameters?.get("headers")?.toLowerCase().trim().split(/\s+/u) ?? [];
  if (parameters === undefined || keyId === undefined || signature === undefined) {
    return { fault: "The Signature header is not one of draft-cavage-http-signatures-12." };
  }
  const algorithm = parameters.get("algorithm")?.toLowerCase() ?? "hs2019";
  if (!ALGORITHMS.has(algorithm))
    return { fault: "The signature is by an algorithm that is not taken here." };

  const missing = ["(request-target)", "host"].filter((name) => !covered.includes(name));
  if (!covered.includes("date") && !covered.includes("(created)")) missing.push("date");
  if (request.body !== undefined && !covered.includes("digest")) missing.push("digest");
  if (missing.length > 0) return missingText(missing);

  const time = timeFault(request, covered, parameters, now);
  if (time !== undefined) return { fault: time };
  const digest = request.headers.get("digest");
  if (request.body !== undefined && (digest === null || !digestsFit(readDigest(digest), request.body))) {
    return { fault: "The body is not the one that was signed: its digest differs." };
  }

  const lines: string[] = [];
  for (const name of covered) {
    const value = componentValue(request, name, parameters);
    if (value === null) return { fault: `The signature covers ${name}, which the request does not have.` };
    lines.push(`${name}: ${value}`);
  }
  const signed = lines.join("\n");
  const bytes = Buffer.from(signature, "base64");
  return {
    keyId,
    holds: (key) =>
      (algorithm !== "rsa-sha256" || key.asymmetricKeyType === "rsa") &&
      (algorithm !== "ed25519" || key.asymmetricKeyType === "ed25519") &&
      signatureHolds(key, undefined, signed, bytes),
  };
}

/** Undefined where the header is of another form, or says something twice. */
function readParameters(header: string): ReadonlyMap<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (let at = 0; at < header.length; at = PARAMETER.lastIndex) {
    PARAMETER.lastIndex = at;
    const [, name, text, number] = PARAMETER.exec(header) ?? [];
    if (name === undefined || parameters.has(name.toLowerCase())) return undefined;
    parameters.set(name.toLowerCase(), text ?? number ?? "");
  }
  return parameters;
}

function timeFault(
  { headers }: SignedRequest,
  covered: readonly string[],
  parameters: ReadonlyMap<string, string>,
  now: number,
): string | undefined {
  if (covered.includes("date") && !isNow(Date.parse(headers.get("date") ?? ""), now)) {
    return "The Date of the request is more than an hour from now.";
  }
  const created = parameters.get("created");
  if ((covered.includes("(created)") || created !== undefined) && !isNow(Number(created) * 1000, now)) {
    return "The signature was created more than an hour from now.";
  }
  const expires = parameters.get("expires");
  return expires === undefined || Number(expires) * 1000 >= now ? undefined : "The signature has expired.";
}

function componentValue(
  request: SignedRequest,
  name: string,
  parameters: ReadonlyMap<string, string>,
): string | null {
  switch (name) {
    case "(request-target)":
      return `${request.method.toLowerCase()} ${request.url.pathname}${request.url.search}`;
    case "(created)":
      return parameters.get("created") ?? null;
    case "(expires)":
      return parameters.get("expires") ?? null;
    default:
      return fieldValue(request, name);
  }
}
