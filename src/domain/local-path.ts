const MAX_PATH_CHARACTERS = 1000;
const HERE = "http://local.invalid";

/**
 * Reads where a person is led on: a path on this server with its query and fragment, as a browser would understand it.
 *
 * @returns `undefined` for whatever could lead to another site, or is longer than any page's address
 */
export function readLocalPath(text: string): string | undefined {
  const url = text.startsWith("/") ? URL.parse(text, HERE) : null;
  if (url?.origin !== HERE) return undefined;
  const path = `${url.pathname}${url.search}${url.hash}`;
  // Dots that were resolved can leave two slashes in front, which a browser takes for another host.
  return path.startsWith("//") || path.length > MAX_PATH_CHARACTERS ? undefined : path;
}
