import { signatureHolds } from "./algorithms.ts";
import { digestsFit, readContentDigest } from "./digest.ts";
import {
  fieldValue,
  isNow,
  missingText,
  type ReadSignature,
  type SignatureFault,
  type SignedRequest,
} from "./request.ts";
import { readSignatureBytes, readSignatureInput, type SignatureInput } from "./signature-input.ts";

/**
 * Reads a signature by RFC 9421. It must cover `@method`, the address (`@target-uri`, or `@authority` with `@path` or
 * `@request-target`) and, where there is a body, `content-digest`, and say when it was created. One signature only:
 * with several, what was checked for its coverage need not be what holds.
 */
export function readRfc9421(request: SignedRequest, now: number): ReadSignature | SignatureFault {
  const input = readSignatureInput(request.headers.get("signature-input") ?? "");
  if ("fault" in input) return input;
  const bytes = readSignatureBytes(request.headers.get("signature") ?? "", input.label);
  if (bytes === undefined) return { fault: "The Signature header does not hold the one signature named." };
  const { keyid, alg, created, expires } = input.parameters;
  if (keyid === undefined) return { fault: "The signature must name its key (keyid)." };
  if (created === undefined || !isNow(created * 1000, now)) {
    return { fault: "The signature must have been created within an hour from now." };
  }
  if (expires !== undefined && expires * 1000 < now) return { fault: "The signature has expired." };

  const missing = missingComponents(request, new Set(input.components));
  if (missing.length > 0) return missingText(missing);
  const digest = request.headers.get("content-digest");
  if (
    request.body !== undefined &&
    (digest === null || !digestsFit(readContentDigest(digest), request.body))
  ) {
    return { fault: "The body is not the one that was signed: its digest differs." };
  }
  const base = signatureBase(request, input);
  if (typeof base !== "string") return base;
  return { keyId: keyid, holds: (key) => signatureHolds(key, alg, base, bytes) };
}

function missingComponents(request: SignedRequest, covered: ReadonlySet<string>): string[] {
  const missing = covered.has("@method") ? [] : ["@method"];
  const coversPath = covered.has("@path") || covered.has("@request-target");
  if (!covered.has("@target-uri") && !(covered.has("@authority") && coversPath)) missing.push("@target-uri");
  if (request.body !== undefined && !covered.has("content-digest")) missing.push("content-digest");
  return missing;
}

/** What was signed (RFC 9421, section 2.5). */
function signatureBase(request: SignedRequest, input: SignatureInput): string | SignatureFault {
  const lines: string[] = [];
  for (const name of input.components) {
    const value = name.startsWith("@") ? derivedValue(request, name) : fieldValue(request, name);
    if (value === null) return { fault: `The signature covers ${name}, which the request does not have.` };
    lines.push(`"${name}": ${value}`);
  }
  return [...lines, `"@signature-params": ${input.text}`].join("\n");
}

/** Components that are no fields (RFC 9421, section 2.2); null for those that requests do not have. */
function derivedValue({ method, url }: SignedRequest, name: string): string | null {
  switch (name) {
    case "@method":
      return method;
    case "@target-uri":
      return url.href;
    case "@authority":
      return url.host;
    case "@scheme":
      return url.protocol.slice(0, -1);
    case "@request-target":
      return `${url.pathname}${url.search}`;
    case "@path":
      return url.pathname;
    case "@query":
      return url.search === "" ? "?" : url.search;
    default:
      return null;
  }
}
