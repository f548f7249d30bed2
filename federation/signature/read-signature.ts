import { readCavage } from "./cavage.ts";
import { readRfc9421 } from "./rfc9421.ts";
import type { ReadSignature, SignatureFault, SignedRequest } from "./request.ts";

/** Reads the signature of a request, of either kind: RFC 9421 where there is a `Signature-Input`, else the older draft. */
export function readSignature(request: SignedRequest, now: number): ReadSignature | SignatureFault {
  if (request.headers.has("signature-input")) return readRfc9421(request, now);
  if (request.headers.has("signature")) return readCavage(request, now);
  return { fault: "The request is not signed. Sign it by RFC 9421 or draft-cavage-http-signatures-12." };
}
