const ACTIVITY_TYPES: ReadonlySet<string> = new Set([
  "application/activity+json",
  "application/ld+json",
  "application/json",
]);
const PAGE_TYPES: ReadonlySet<string> = new Set(["text/html", "application/xhtml+xml"]);

/**
 * Whether a request wants the ActivityStreams document of an address rather than its page (RFC 9110 §12.5.1). Whoever
 * does not say, or takes both alike, gets the page.
 */
export function wantsActivity(accept: string | undefined): boolean {
  let activity = 0;
  let page = 0;
  for (const range of (accept ?? "").split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith("q="));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    if (ACTIVITY_TYPES.has(type)) activity = Math.max(activity, weight);
    else if (PAGE_TYPES.has(type)) page = Math.max(page, weight);
  }
  return activity > page;
}
