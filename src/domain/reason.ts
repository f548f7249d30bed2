import { invalid } from "./refusal.ts";
import { cleanProse } from "./text.ts";

export const MAX_REASON_CHARACTERS = 500;

/**
 * Reads why somebody does what others have to be able to check later.
 * @throws Refusal invalid naming the field `reason`
 */
export function readReason(text: string): string {
  const reason = cleanProse(text);
  if (reason === "") throw invalid("reason", "Say why: it is kept on record and shown to whom it concerns.");
  if (reason.length > MAX_REASON_CHARACTERS) {
    throw invalid(
      "reason",
      `The reason has ${reason.length} characters; ${MAX_REASON_CHARACTERS} is the most.`,
    );
  }
  return reason;
}
