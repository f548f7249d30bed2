import { foldText } from "../fold.ts";

/**
 * The form in which two names of one diagnosis are equal for the normaliser. Beyond {@link foldText} it folds what does not
 * tell diagnoses apart:
 *
 * - British and American spelling: "haemangioma" and "hemangioma", "tumour" and "tumor", "generalised" and "generalized";
 * - the possessive, with or without its apostrophe, and the English plural: "Becker's nevus", "Beckers nevus" and
 *   "Becker nevus"; "warts" and "wart";
 * - a remark in brackets at the end that names the kind of entry and no more: "(disorder)";
 * - points and commas at the end of words, and the article: "cellulitis of the leg" and "cellulitis of leg";
 * - an abbreviation that stands before its own name: "RA - rheumatoid arthritis";
 * - prefixes that some write apart: "post-traumatic" and "posttraumatic";
 * - the skin as a site: "lipoma of the skin", "cutaneous lipoma" and "skin lipoma".
 *
 * It does not fold word order, "disease", "syndrome", sites or stages: those can tell diagnoses apart, and are only suggested.
 * Two diagnoses that it makes equal by chance are told apart by nobody, so that neither is coded by itself.
 */
export function matchKey(name: string): string {
  const words = foldText(
    name.replace(/^[A-Z][A-Z0-9]{1,7} [-–—] (?=\p{L})/u, "").replaceAll(/['’‘‛`´ʼʹ′＇]s\b/gu, ""),
  )
    .replace(/ \((?:disorder|disease|finding|diagnosis)\)$/u, "")
    .replaceAll(/[.,;:]+(?= |$)/gu, "")
    .split(" ")
    .filter((word) => word !== "the");
  return words
    .map(foldWord)
    .join(" ")
    .replaceAll(
      /\b(post|pre|non|anti|pseudo|sub|peri|para|intra|inter|extra|micro|macro|multi|poly|neuro) (?=[a-z]{4})/gu,
      "$1",
    )
    .replace(/^cutaneous (?=.)/u, "skin ")
    .replace(/^(.+) of skin$/u, "skin $1");
}

function foldWord(word: string): string {
  const american = word
    .replaceAll(/ae(?=[bcdgmnrstv])/gu, "e")
    .replaceAll(/(?<=^|[bcdfghlmnprst])oe(?=[dlsnmtr])/gu, "e")
    .replace(/our(?=$|s$)/u, "or")
    .replace(/is(?=e$|ed$|ing$|ation$)/u, "iz")
    .replace(/rrhoe(?=a|ic)/u, "rrhe");
  return singular(american);
}

/** Words of five letters and more lose a plural s; Greek and Latin endings (-is, -us, -os, -as, -ss) are no plurals. */
function singular(word: string): string {
  if (word.length < 5 || /(?:[iuoa]s|ss)$/u.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.endsWith("s") ? word.slice(0, -1) : word;
}
