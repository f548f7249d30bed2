import { ADJECTIVES, BIRDS } from "./pseudonym-words.ts";
import { invalid } from "./refusal.ts";
import { SPECIALTIES } from "./specialty.ts";
import { foldSpace, hidesCharacters } from "./text.ts";

export const MIN_PSEUDONYM_CHARACTERS = 3;
export const MAX_PSEUDONYM_CHARACTERS = 40;

/** A whole number from 0 to below `bound`, each as likely: `crypto.randomInt`, or a seeded one in tests. */
export type RandomBelow = (bound: number) => number;

/** Different pseudonyms to choose from, such as "Grey Kestrel"; there are some 30,000. */
export function suggestPseudonyms(random: RandomBelow, count: number): readonly string[] {
  const suggested = new Set<string>();
  // Bounded, so that a poor source of chance gives fewer and not an endless loop.
  for (let tries = 20 * count; suggested.size < count && tries > 0; tries -= 1) {
    suggested.add(`${ADJECTIVES[random(ADJECTIVES.length)]} ${BIRDS[random(BIRDS.length)]}`);
  }
  return [...suggested];
}

/** Latin letters that Unicode does not take apart, as they are written in a handle. */
const SPELT: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
};

/**
 * The handle of a pseudonym's actor: lower-case ASCII letters and digits in words joined by hyphens ("Grey Kestrel" is
 * `grey-kestrel`, "Snøugle Ås" `snougle-as`). Two pseudonyms that look alike but for case, accents or spaces have one
 * handle, so that a taken handle keeps the second away.
 */
export function handleOf(pseudonym: string): string {
  return pseudonym
    .toLowerCase()
    .replaceAll(/[ßæœøłđðþ]/gu, (letter) => SPELT[letter] ?? letter)
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f'’]/gu, "")
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-|-$/gu, "");
}

/** Handles that speak for the institution or that software gives a meaning to. */
const RESERVED = new Set([
  ...`about abuse account accounts actor admin administrator all anonymous api auth blog consilium custodian everyone
    federation followers following guest hello help home host hostmaster hospital inbox info institution instance
    legal login mail me media moderation moderator nobody no-reply noreply notifications null oauth office official
    operator outbox owner patient peer persona physician postmaster press privacy public registrar relay root search
    security server settings shared-inbox staff status stream streams support sysadmin system team test undefined user
    users webmaster well-known www`.split(/\s+/u),
  ...SPECIALTIES.map(({ slug }) => slug),
]);

/** Words that claim a title, which the attestation says or nobody does, or an office of the institution. */
const CLAIMS = new Set(
  `dr drs doctor doc prof professor md mbbs phd frcp frcs facp facs physician surgeon consultant resident nurse
    sister matron mr mrs ms miss mx sir dame lord admin administrator moderator custodian registrar official staff
    support security hospital clinic institution consilium`.split(/\s+/u),
);

/** Words of letters with apostrophes inside, or of one to three digits, with a space or a hyphen between. */
const SHAPE = /^(?:\p{L}+(?:'\p{L}+)*|\d{1,3})(?:[ -](?:\p{L}+(?:'\p{L}+)*|\d{1,3}))*$/u;

/**
 * Reads the pseudonym that somebody chose and gives it as it is shown: one space between words, each word with a capital
 * first letter and small ones after it, so that a capital I cannot pose as a small l.
 *
 * Only Latin letters (with accents), digits as words of their own, single spaces, hyphens and apostrophes: one script
 * leaves no room for homographs (UTS #39), and everybody in the federation can type the handle.
 *
 * @throws Refusal naming the field `pseudonym` and what would be right
 */
export function readPseudonym(text: string): string {
  const pseudonym = foldSpace(text.normalize("NFKC"))
    .replaceAll("’", "'")
    .toLowerCase()
    .replaceAll(/(?<![\p{L}\p{M}'])\p{L}/gu, (letter) => letter.toUpperCase());
  const fault = pseudonymFault(pseudonym);
  if (fault !== undefined) throw invalid("pseudonym", fault);
  return pseudonym;
}

function pseudonymFault(pseudonym: string): string | undefined {
  const { length } = pseudonym;
  if (length < MIN_PSEUDONYM_CHARACTERS || length > MAX_PSEUDONYM_CHARACTERS) {
    return `Choose a pseudonym of ${MIN_PSEUDONYM_CHARACTERS} to ${MAX_PSEUDONYM_CHARACTERS} characters.`;
  }
  if (hidesCharacters(pseudonym)) return "The pseudonym holds invisible characters: type it by hand.";
  if (/[@/]|\.\p{L}/u.test(pseudonym))
    return "A pseudonym is not an address: choose words, such as Grey Kestrel.";
  const letters = pseudonym.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter));
  if (latin.length < letters.length) {
    return latin.length > 0
      ? "The pseudonym mixes Latin letters with others that look like them: use one alphabet, Latin."
      : "Write the pseudonym in Latin letters, so that everybody can type its handle.";
  }
  if (/\d{4,}/u.test(pseudonym.replaceAll(/[ -]/gu, "")) || latin.length < 2) {
    return "A pseudonym is not a number: choose words, with at most three digits.";
  }
  const handle = handleOf(pseudonym);
  const claim = handle.split("-").find((word) => CLAIMS.has(word));
  if (claim !== undefined) return `Leave “${claim}” out: a pseudonym claims no title and no office.`;
  if (!SHAPE.test(pseudonym) || latin.some((letter) => handleOf(letter) === "")) {
    return "Use plain letters, digits as words of their own, and single spaces, hyphens or apostrophes between them.";
  }
  if (RESERVED.has(handle))
    return `“${pseudonym}” is reserved: choose another pseudonym, such as Grey Kestrel.`;
  return undefined;
}
