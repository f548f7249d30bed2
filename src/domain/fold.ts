/** Latin letters that Unicode does not take apart into a base letter and a mark. */
const UNDECOMPOSED: Readonly<Record<string, string>> = { ø: "o", ł: "l", đ: "d", ı: "i", æ: "ae", œ: "oe" };

const APOSTROPHES = /['’‘‛`´ʼʹ′＇]/gu;

/**
 * The form in which two spellings of one diagnosis are equal. It folds
 *
 * - case and compatibility variants (NFKC with full case folding: "ß" is "ss", "ﬁ" is "fi", "Ａ" is "a");
 * - diacritics of Latin letters, so that "Sjögren" meets "Sjogren" and "Ménière" meets "Meniere"; marks of other
 *   scripts stay, since there they tell words apart (Devanagari vowels, й and и, が and か);
 * - apostrophes of every kind, which are dropped: "Grover’s" meets "Grovers";
 * - dashes of every kind between two letters or digits, or between spaces, which count as a space: "B-cell lymphoma"
 *   meets "B cell lymphoma"; a trailing one stays, "HER2-" is not "HER2";
 * - white space, to single spaces, trimmed; characters that show nothing (soft hyphen, joiners) go.
 *
 * It does not fold word order, plurals, "disease" or British and American spelling: those are for codes.
 */
export function foldText(text: string): string {
  // Most diagnoses are plain words, for which all that follows would change the case only.
  if (/^[\w(),./+]+(?: [\w(),./+]+)*$/.test(text)) return text.toLowerCase();
  // Apostrophes before anything else, since NFKD turns an acute accent that stands alone into a space and a mark.
  return (
    text
      .replaceAll(APOSTROPHES, "")
      .normalize("NFKD")
      .replaceAll(APOSTROPHES, "")
      // Full case folding: small first, since the capital "ẞ" has no other capital form.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .normalize("NFKD")
      .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "")
      .replaceAll(/(\p{Script=Latin})[\u0300-\u036f]+/gu, "$1")
      .replaceAll(/[øłđıæœ]/gu, (letter) => UNDECOMPOSED[letter] ?? letter)
      .replaceAll(/[\p{Pd}\u2212]+/gu, "-")
      .replaceAll(/(?<=[\p{L}\p{N}])-(?=[\p{L}\p{N}])|(?<=\s)-(?=\s)/gu, " ")
      .replaceAll(/\s+/gu, " ")
      .trim()
      .normalize("NFC")
  );
}
