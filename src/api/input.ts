import { z } from "zod";

/** Ways to read one parameter, for the `input` of a route. Forms send everything as text, JSON does not. */

/** A text; a number or a boolean is written out. */
export const text = (most = 200_000) =>
  z.preprocess(
    (value) => (typeof value === "number" || typeof value === "boolean" ? String(value) : value),
    z.string("must be a text").max(most, `is too long: at most ${most} characters`),
  );

/** Yes or no, as Rails reads it: "false", "0", "f", "off" and "no" are no; an empty one is absent. */
export const flag = z.preprocess((value) => {
  if (typeof value === "number") return value !== 0;
  if (typeof value !== "string") return value;
  if (value === "") return undefined;
  return !/^(?:false|f|0|off|no)$/iu.test(value);
}, z.boolean("must be true or false").optional());

/** A whole number; an empty text is absent. */
export const whole = (least: number, most: number) =>
  z.preprocess(
    (value) => (typeof value === "string" ? (value.trim() === "" ? undefined : Number(value)) : value),
    z
      .int("must be a whole number")
      .min(least, `must be at least ${least}`)
      .max(most, `must be at most ${most}`)
      .optional(),
  );

/** A list; a single value is a list of one, and an object with numbers for keys is the list of its values. */
export const listOf = <Item extends z.ZodType>(item: Item, most = 1000) =>
  z.preprocess(
    (value) => {
      if (value === undefined || Array.isArray(value)) return value;
      if (typeof value !== "object" || value === null || value instanceof File) return [value];
      const items: unknown[] = Object.values(value);
      return items;
    },
    z.array(item, "must be a list").max(most, `has more than ${most} items`).optional(),
  );

/** One of a few words; any other is as good as absent, since clients send what newer servers know. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(...words: Words) =>
  z.enum(words).optional().catch(undefined);

/** A file of a multipart form. */
export const file = z.instanceof(File, { error: "must be a file" });
