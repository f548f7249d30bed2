import { unauthenticated } from "#domain/refusal.ts";
import { preferredLanguage } from "#domain/terms/preferred-language.ts";
import { TERM_LANGUAGES } from "#domain/terms/term.ts";
import { suggestTerms } from "#store/terms/suggest-terms.ts";
import type { WebApp, WebServices } from "./services.ts";

/**
 * Diagnoses to offer while a member types: `GET /terms?q=psor` gives `{"terms": [{"text", "code", "matched", "near"}]}`, best first, at
 * most ten. `text` is the label in the language of `lang`, else of the browser; `code` is "system:code"; `matched` the name that was
 * found where it is another than the label, else null; `near` whether it is only like what was typed. Nothing below two characters.
 */
export function termRoutes(app: WebApp, { instance }: WebServices): void {
  app.get("/terms", async (c) => {
    if (c.get("member") === undefined) throw unauthenticated();
    const asked = TERM_LANGUAGES.find((language) => language === c.req.query("lang"));
    const found = await suggestTerms(instance.db, {
      text: c.req.query("q") ?? "",
      language: asked ?? preferredLanguage(c.req.header("accept-language")),
    });
    c.header("cache-control", "private, max-age=60");
    c.header("vary", "Accept-Language, Cookie");
    return c.json({
      terms: found.map(({ text, codings: [coding], matched, isNear }) => ({
        text,
        code: coding === undefined ? null : `${coding.system}:${coding.code}`,
        matched: matched ?? null,
        near: isNear,
      })),
    });
  });
}
