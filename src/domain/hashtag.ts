import { SPECIALTIES, type Specialty } from "./specialty.ts";

/** `InfectiousDisease`: hashtags hold no hyphen, and capitals let screen readers find the words. */
export const hashtagOf = ({ slug }: Pick<Specialty, "slug">): string =>
  slug
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

const byTag = new Map(SPECIALTIES.map((specialty) => [hashtagOf(specialty).toLowerCase(), specialty]));

/** The specialty that a hashtag names, whatever its case; `undefined` where it names none. */
export const specialtyOfTag = (name: string): Specialty | undefined => byTag.get(name.toLowerCase());
