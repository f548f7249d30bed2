import { TERM_LANGUAGES, type TermLanguage } from "./term.ts";

/**
 * The first language of an Accept-Language header (RFC 9110, section 12.5.4) in which terms are named; English where there is none.
 */
export function preferredLanguage(header: string | undefined): TermLanguage {
  const asked = (header ?? "")
    .split(",")
    .map((range) => {
      const [tag = "", ...parameters] = range.split(";").map((part) => part.trim());
      const weight = parameters.find((parameter) => parameter.startsWith("q="));
      return {
        language: tag.toLowerCase().split("-")[0],
        weight: weight === undefined ? 1 : Number(weight.slice(2)),
      };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { language } of asked) {
    const known = TERM_LANGUAGES.find((one) => one === language);
    if (known !== undefined) return known;
  }
  return "en";
}
