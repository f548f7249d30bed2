import { compactDecrypt, decodeProtectedHeader } from "jose";
import { CustodianFault } from "./fault.ts";
import type { PrivateKey } from "./key-file.ts";

/** What was below one layer of a seal. */
export type Opened =
  /** The other custodian's layer, to be handed on. */
  { readonly kind: "layer"; readonly seal: string } | { readonly kind: "identity"; readonly claims: unknown };

/**
 * Opens the outermost layer of a seal.
 *
 * @throws CustodianFault, saying what is wrong: it is no seal, it is cut or changed, or it is for another key
 */
export async function openLayer(text: string, { kid, key }: PrivateKey): Promise<Opened> {
  const seal = text.trim();
  const header = headerOf(seal);
  if (header.kid !== undefined && header.kid !== kid) {
    throw new CustodianFault(
      `This layer is for the key ${header.kid}, and yours is ${kid}: it is the other custodian's turn.`,
    );
  }
  const content = await decrypted(seal, key);
  if (header.cty === "JWE") return { kind: "layer", seal: content };
  return { kind: "identity", claims: JSON.parse(content) };
}

function headerOf(seal: string): { readonly kid?: string; readonly cty?: string } {
  try {
    if (seal.split(".").length !== 5) throw new TypeError("not five parts");
    return decodeProtectedHeader(seal);
  } catch {
    throw new CustodianFault("This is no seal, or it was cut: take a whole copy of it.");
  }
}

async function decrypted(seal: string, key: PrivateKey["key"]): Promise<string> {
  try {
    const { plaintext } = await compactDecrypt(seal, key, {
      keyManagementAlgorithms: ["ECDH-ES"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    return new TextDecoder().decode(plaintext);
  } catch {
    throw new CustodianFault("The seal was cut or changed: take a whole copy of it.");
  }
}
