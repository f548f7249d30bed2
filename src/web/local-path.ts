/** A path on this instance to go back to; the start page for anything else, so that no link leads elsewhere. */
export const localPath = (text: string): string => (/^\/(?![/\\])[^\s\\]*$/u.test(text) ? text : "/");
