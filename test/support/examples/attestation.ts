import { decodeJwt, decodeProtectedHeader } from "jose";
import { z } from "zod";
import type { Normaliser } from "./normalise.ts";

const carrier = z.looseObject({ object: z.looseObject({ attestation: z.string() }) });

/** The parts of the attestation that an opinion carries, decoded: header, payload and what is disclosed. */
export function decodedAttestation(create: unknown, stable: Normaliser): string {
  const { attestation } = carrier.parse(create).object;
  const [jwt = "", ...disclosures] = attestation.split("~");
  const disclosed = disclosures.slice(0, -1).map((text) => {
    const [, name, value] = z
      .tuple([z.string(), z.string(), z.unknown()])
      .parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return { salt: "", name, value };
  });
  const shown = {
    header: decodeProtectedHeader(jwt),
    payload: decodeJwt(jwt),
    disclosures: disclosed.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  };
  return `\`\`\`json\n${stable.json(shown)}\n\`\`\``;
}
