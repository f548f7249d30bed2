/** What a refusal means to whoever asked; `src/web` and `src/api` each turn it into a status in one place. */
export type RefusalKind =
  | "invalid" // the input is wrong; 422
  | "unauthenticated" // nobody is signed in; 401
  | "forbidden" // signed in, seen, and not allowed; 403
  | "not-found" // absent, or not for your eyes: the two look the same; 404
  | "conflict" // already done, or somebody else was faster; 409
  | "too-large" // 413
  | "too-many" // slow down; 429
  | "unavailable"; // something we depend on does not answer; 503

/** One thing that is wrong: where (a form field's name, dotted), what, and what would be right. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** What a check found: the value, or everything that is wrong with it; for whoever collects the faults of a whole form. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** The only error that an action throws on purpose. Its message is shown to the person who asked. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly kind: RefusalKind;
  readonly faults: readonly Fault[];
  constructor(kind: RefusalKind, message: string, faults: readonly Fault[] = []) {
    super(message);
    this.kind = kind;
    this.faults = faults;
  }
}

export const invalid = (field: string, message: string): Refusal =>
  new Refusal("invalid", message, [{ field, message }]);
export const invalidFields = (faults: readonly Fault[]): Refusal =>
  new Refusal("invalid", faults.map((fault) => fault.message).join(" "), faults);
export const notFound = (what: string): Refusal =>
  new Refusal("not-found", `There is no such ${what}, or it is not for you to see.`);
export const unauthenticated = (): Refusal => new Refusal("unauthenticated", "Sign in first.");
export const forbidden = (why: string): Refusal => new Refusal("forbidden", why);
export const conflict = (why: string): Refusal => new Refusal("conflict", why);
export const tooLarge = (field: string, message: string): Refusal =>
  new Refusal("too-large", message, [{ field, message }]);
export const unavailable = (why: string): Refusal => new Refusal("unavailable", why);

const MAX_FAULTS = 20;

/** What a schema found wrong, as faults by dotted path; at most twenty, since a stranger chooses how many there are. */
export const faultsOf = (
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): readonly Fault[] =>
  issues.slice(0, MAX_FAULTS).map(({ path, message }) => ({ field: path.map(String).join("."), message }));
