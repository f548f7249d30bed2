import { z } from "zod";
import { importPublicKey } from "#identity/actor-keys.ts";
import { verifyProof } from "./proof.ts";
import { hostOf, idOf } from "./remote/wire.ts";

/** What can be wrong with a receipt; stable, for callers that branch on it. */
export type ReceiptFault =
  | "not-a-receipt" // not a file of the form that this server writes
  | "wrong-signer" // the receipt is by another actor than the file says
  | "wrong-delete" // it answers another Delete, or is about another case
  | "no-proof" // it carries no eddsa-jcs-2022 proof
  | "foreign-key" // the proof is made with a key that is none of the signer's
  | "bad-proof" // the proof does not hold: the receipt was changed
  | "too-early"; // it was signed before the case was withdrawn

/** What checking a receipt found. */
export type ReceiptVerdict =
  | {
      readonly ok: true;
      /** The ActivityPub id of the withdrawn case. */
      readonly case: string;
      /** The institution that confirms. */
      readonly peer: string;
      readonly signer: string;
      /** When it signed, by its word; RFC 3339. */
      readonly confirmedAt: string;
    }
  | { readonly ok: false; readonly fault: ReceiptFault; readonly message: string };

const jwk = z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string() });
const proof = z.looseObject({ verificationMethod: z.string(), created: z.string() });
const fileShape = z.looseObject({
  receipt: z.looseObject({
    type: z.literal("Accept"),
    actor: z.string(),
    object: z.looseObject({ id: z.string(), type: z.literal("Delete"), object: idOf }),
  }),
  delete: z.looseObject({
    id: z.string(),
    type: z.literal("Delete"),
    object: idOf,
    proof: proof.optional(),
  }),
  signer: z.looseObject({ id: z.string(), keys: z.array(z.looseObject({ id: z.string(), jwk })) }),
});

/** Clocks of two institutions may differ by this much. */
const SKEW_MS = 60_000;

/**
 * Checks the receipt of an institution that a withdrawn case is gone there, without asking anybody: the keys are those in
 * the file, as the signer's actor showed them when the receipt came.
 *
 * @param file a `ReceiptFile`, as it was read
 */
export async function checkReceipt(file: unknown): Promise<ReceiptVerdict> {
  const read = fileShape.safeParse(file);
  if (!read.success) {
    const where = read.error.issues[0]?.path.join(".") ?? "";
    return wrong("not-a-receipt", `The file is no receipt of this server: look at "${where}".`);
  }
  const { receipt, delete: deletion, signer } = read.data;
  if (receipt.actor !== signer.id) {
    return wrong(
      "wrong-signer",
      `The receipt is by ${receipt.actor}, and the file's keys are of ${signer.id}.`,
    );
  }
  if (receipt.object.id !== deletion.id || receipt.object.object !== deletion.object) {
    return wrong("wrong-delete", `The receipt answers ${receipt.object.id}, and not ${deletion.id}.`);
  }
  const made = z.union([proof, z.tuple([proof]).transform(([only]) => only)]).safeParse(receipt["proof"]);
  if (!made.success) return wrong("no-proof", "The receipt carries no integrity proof.");
  const { verificationMethod } = made.data;
  const key = signer.keys.find(({ id }) => id === verificationMethod);
  if (key === undefined || hostOf(key.id) !== hostOf(signer.id)) {
    return wrong("foreign-key", `${verificationMethod} is no key of ${signer.id}.`);
  }
  const held = await verifyProof(receipt, { fetchKey: () => importPublicKey(key.jwk) });
  if (held === undefined) {
    return wrong("bad-proof", "The proof does not hold: the receipt was changed after it was signed.");
  }
  const withdrawn = Date.parse(deletion.proof?.created ?? "");
  if (held.created.getTime() + SKEW_MS < withdrawn) {
    return wrong(
      "too-early",
      `It was signed at ${held.created.toISOString()}, before the case was withdrawn.`,
    );
  }
  return {
    ok: true,
    case: deletion.object,
    peer: hostOf(signer.id) ?? "",
    signer: signer.id,
    confirmedAt: held.created.toISOString(),
  };
}

const wrong = (fault: ReceiptFault, message: string): ReceiptVerdict => ({ ok: false, fault, message });
