export const FILTER_CONTEXTS = ["home", "notifications", "public", "thread", "account"] as const;
export type FilterContext = (typeof FILTER_CONTEXTS)[number];
export const FILTER_ACTIONS = ["warn", "hide", "blur"] as const;
export type FilterAction = (typeof FILTER_ACTIONS)[number];

export interface FilterKeyword {
  readonly id: string;
  readonly keyword: string;
  readonly wholeWord: boolean;
}

/** Which of the keywords a text holds, whatever its case; a whole word ends where letters, digits and marks do. */
export function matchKeywords(keywords: readonly FilterKeyword[], text: string): readonly string[] {
  const folded = text.normalize("NFKC").toLowerCase();
  return keywords
    .filter(({ keyword, wholeWord }) => {
      const wanted = keyword.normalize("NFKC").toLowerCase();
      return wholeWord ? holdsWord(folded, wanted) : folded.includes(wanted);
    })
    .map(({ keyword }) => keyword);
}

const WORD = /[\p{L}\p{N}\p{M}_]/u;

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const isCut = (edge: string | undefined, beside: string | undefined): boolean =>
      edge !== undefined && WORD.test(edge) && beside !== undefined && WORD.test(beside);
    const end = at + word.length;
    if (!isCut(word[0], text[at - 1]) && !isCut(word.at(-1), text[end])) return true;
  }
  return false;
}
