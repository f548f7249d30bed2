import { unescapeHtml } from "#demo/html-forms.ts";

/** What a page says, without its markup: each run of white space is one space. */
export const words = (page: { readonly text: string }): string =>
  unescapeHtml(page.text.replaceAll(/<[^>]+>/gu, " ")).replaceAll(/\s+/gu, " ");
