import { actorAddresses } from "./addresses.ts";
import type { CaseLinks } from "./case-content.ts";
import type { ClinicalCase } from "./case.ts";
import { hashtagOf } from "./hashtag.ts";
import { specialtyOf } from "./specialty.ts";

/** What the content of a local case links to: the stream of its first specialty, and a hashtag for each specialty. */
export function caseLinks(origin: string, { specialties }: Pick<ClinicalCase, "specialties">): CaseLinks {
  const [stream] = specialties;
  return {
    mentions: [{ href: actorAddresses(origin, stream).uri, name: `${stream}@${new URL(origin).host}` }],
    hashtags: specialties
      .flatMap((slug) => specialtyOf(slug) ?? [])
      .map((specialty) => ({
        href: actorAddresses(origin, specialty.slug).url,
        name: hashtagOf(specialty),
      })),
  };
}
