/**
 * Why the signature of a POST does not cover what it must, in words; undefined where it does. A signature that leaves
 * out the body, the address or the time could be put on another request.
 *
 * RFC 9421: `@method`, `content-digest`, and `@target-uri` or `@authority` with `@path`; one signature only, so that
 * what is checked is what is verified. draft-cavage-http-signatures-12: `(request-target)`, `host`, `digest`, and
 * `date` or `(created)`.
 */
export function coverageFault(headers: Headers): string | undefined {
  const input = headers.get("signature-input");
  if (input !== null) return rfc9421Fault(input);
  const signature = headers.get("signature");
  if (signature === null)
    return "The request is not signed. Sign it by RFC 9421 or draft-cavage-http-signatures-12.";
  const covered = /(?:^|,)\s*headers="([^"]*)"/u.exec(signature)?.[1]?.toLowerCase().split(/\s+/u) ?? [];
  const missing = ["(request-target)", "host", "digest"].filter((name) => !covered.includes(name));
  if (!covered.includes("date") && !covered.includes("(created)")) missing.push("date");
  return missing.length === 0 ? undefined : `The signature must cover ${missing.join(", ")}.`;
}

function rfc9421Fault(input: string): string | undefined {
  const signatures = [...input.matchAll(/(?:^|,)\s*[a-z*][a-z0-9_.*-]*=\(([^)]*)\)/gu)];
  const [only] = signatures;
  if (only === undefined || signatures.length > 1) return "Send one signature.";
  const covered = new Set([...(only[1] ?? "").matchAll(/"([^"]+)"/gu)].map(([, name]) => name));
  const missing = ["@method", "content-digest"].filter((name) => !covered.has(name));
  if (!covered.has("@target-uri") && !(covered.has("@authority") && covered.has("@path")))
    missing.push("@target-uri");
  return missing.length === 0 ? undefined : `The signature must cover ${missing.join(", ")}.`;
}
