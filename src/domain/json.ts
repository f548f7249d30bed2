const MAX_DEPTH = 20;
const MAX_CHARACTERS = 100_000;

/**
 * Why a JSON value from elsewhere cannot be kept, in words; `undefined` where it can. Properties that we do not know are
 * kept and passed on, so they must fit: 100,000 characters, nested 20 deep, and nothing that PostgreSQL's `jsonb`
 * refuses (NUL and lone surrogates, in names too). It takes time in proportion to the size, and no recursion.
 */
export function cannotKeep(value: unknown): string | undefined {
  let characters = 0;
  const level: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = level.pop(); next !== undefined; next = level.pop()) {
    const { value, depth } = next;
    if (depth > MAX_DEPTH) return `It is nested more than ${MAX_DEPTH} deep.`;
    for (const text of textsOf(value)) {
      if (text.includes("\0") || !text.isWellFormed()) return "It holds characters that are not text.";
      characters += text.length;
    }
    characters += 1;
    if (characters > MAX_CHARACTERS) return `It is longer than ${MAX_CHARACTERS} characters.`;
    if (typeof value === "object" && value !== null) {
      for (const child of Object.values(value)) level.push({ value: child, depth: depth + 1 });
    }
  }
  return undefined;
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}
