import fc from "fast-check";

/** Changes the text of a document, as somebody would who looks for a hole. */
export type Mutation = (text: string) => string;

/** Where in a JSON value something stands: names and indexes from the top. */
type Path = readonly (string | number)[];

/** No document is deeper; what a mutation nested is left as it is. */
const DEEPEST = 20;

/** Every place in a value, the value itself left out. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null || at.length > DEEPEST) return [];
  const children = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return children.flatMap(([name, child]) => {
    const place = [...at, name];
    return [place, ...placesIn(child, place)];
  });
}

const isObject = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === "object" && value !== null;

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

/** Changes what stands at the `nth` place of a document (of all its places, counted round); other texts stay as they are. */
const atPlace =
  (
    nth: number,
    change: (holder: Record<string | number, unknown>, name: string | number, root: unknown) => void,
  ): Mutation =>
  (text) => {
    let root: unknown;
    try {
      root = JSON.parse(text);
    } catch {
      return text;
    }
    const places = placesIn(root);
    const place = places[nth % Math.max(1, places.length)];
    const name = place?.at(-1);
    const holder = valueAt(root, place?.slice(0, -1) ?? []);
    if (name === undefined || !isObject(holder)) return text;
    change(holder, name, root);
    return JSON.stringify(root);
  };

const nested = (depth: number, shape: "list" | "object"): string =>
  shape === "list"
    ? `${"[".repeat(depth)}${"]".repeat(depth)}`
    : `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

/** Values that programs trip over. `hosts` are origins of others, to be named in addresses. */
const strangeValue = (hosts: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1e308,
      2 ** 53,
      "",
      " ",
      "\0",
      "\u{D800}",
      "\u202Eevil\u202C",
      "9999-99-99T99:99:99Z",
      "+275760-09-14T00:00:00Z",
      "javascript:alert(1)",
      "data:text/html,x",
      "http://169.254.169.254/latest",
      "http://[::1]:1/",
      "as:Public",
      "<script>alert(1)</script>",
      `<p>${"<b>".repeat(300)}deep`,
      "x".repeat(20_000),
      [],
      {},
      [[[[]]]],
      { "@id": "x", "@type": "y" },
      { "@value": 1 },
      { "@list": [{ "@set": [] }] },
      { type: "Note" },
      { id: "x", type: ["Note", "Article"] },
      Array.from({ length: 300 }, (_, nth) => `https://host${nth}.invalid/users/a`),
    ),
    fc.constantFrom(...hosts).chain((origin) => fc.webPath().map((path) => origin + path)),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.jsonValue({ maxDepth: 3 }),
    fc.integer(),
    fc.double(),
  );

const NAMES = [
  "@graph",
  "@reverse",
  "@included",
  "@context",
  "@id",
  "@type",
  "__proto__",
  "constructor",
  "toString",
  "as:actor",
  "https://www.w3.org/ns/activitystreams#actor",
  "clinicalCase",
  "opinion",
  "object",
  "attributedTo",
  "",
] as const;

/** One change of a document or of its text. */
export const mutation = (hosts: readonly string[]): fc.Arbitrary<Mutation> => {
  const nth = fc.nat(400);
  const inText = fc.nat(100_000);
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(nth, strangeValue(hosts))
        .map(([at, value]) => atPlace(at, (holder, name) => void (holder[name] = value))),
    },
    {
      weight: 3,
      arbitrary: nth.map((at) =>
        atPlace(at, (holder, name) => {
          if (Array.isArray(holder)) holder.splice(Number(name), 1);
          else delete holder[name];
        }),
      ),
    },
    // What stands somewhere else in the document.
    {
      weight: 3,
      arbitrary: fc.tuple(nth, nth).map(([at, from]) =>
        atPlace(at, (holder, name, root) => {
          const places = placesIn(root);
          holder[name] = structuredClone(valueAt(root, places[from % places.length] ?? []));
        }),
      ),
    },
    {
      weight: 2,
      arbitrary: nth.map((at) =>
        atPlace(at, (holder, name) => void (holder[name] = [holder[name], holder[name]])),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(nth, fc.constantFrom(...NAMES)).map(([at, other]) =>
        atPlace(at, (holder, name) => {
          // Defined, not set: "__proto__" is to be a name like any other.
          Object.defineProperty(holder, other, {
            value: holder[name],
            enumerable: true,
            configurable: true,
            writable: true,
          });
          if (other !== name && !Array.isArray(holder)) delete holder[name];
        }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          nth,
          fc.constantFrom(20, 63, 64, 65, 500),
          fc.constantFrom<"list" | "object">("list", "object"),
        )
        .map(([at, depth, shape]) => (text: string) => {
          const mark = "\u{E000}nested";
          const marked = atPlace(at, (holder, name) => void (holder[name] = mark))(text);
          return marked.replace(JSON.stringify(mark), () => nested(depth, shape));
        }),
    },
    {
      weight: 1,
      arbitrary: inText.map((at) => (text: string) => text.slice(0, at % Math.max(1, text.length))),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(inText, fc.string({ unit: "binary", minLength: 1, maxLength: 3 }))
        .map(([at, put]) => (text: string) => {
          const place = at % Math.max(1, text.length);
          return text.slice(0, place) + put + text.slice(place + 1);
        }),
    },
  );
};
