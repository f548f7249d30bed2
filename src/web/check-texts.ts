import { z } from "zod";
import { checkTexts } from "#actions/check-texts.ts";
import { requirePhysician } from "#actions/require-physician.ts";
import { IDENTIFIER_WORDS } from "#domain/identifier.ts";
import { invalid } from "#domain/refusal.ts";
import { formLimit } from "./form.ts";
import type { WebApp } from "./services.ts";

const MAX_TEXTS = 40;
const textsShape = z
  .record(z.string().max(40), z.string())
  .refine((texts) => Object.keys(texts).length <= MAX_TEXTS);

/** What a form's texts hold that may identify the patient, for its island while somebody types. Nothing is kept. */
export function checkTextsRoutes(app: WebApp): void {
  app.post(
    "/check-texts",
    formLimit(256 * 1024, "The texts are too long to be checked at once."),
    async (c) => {
      requirePhysician(c.get("member"));
      const sent = textsShape.safeParse(await c.req.json().catch(() => undefined));
      if (!sent.success) throw invalid("", "Send JSON: an object of at most 40 texts by their field's name.");
      const found = checkTexts(sent.data).map(({ field, start, found, kind, rewrite }) => ({
        field,
        start,
        found,
        words: IDENTIFIER_WORDS[kind],
        rewrite,
      }));
      c.header("cache-control", "no-store");
      return c.json({ found });
    },
  );
}
