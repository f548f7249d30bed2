import { z } from "zod";
import { type Person, type Reader, readerOf } from "#domain/reader.ts";
import { Refusal } from "#domain/refusal.ts";
import type { Scope } from "#domain/scopes.ts";
import type { Bearer } from "#store/oauth.ts";
import type { Instance } from "#instance";
import type { Params } from "./params.ts";
import type { ApiServices } from "./services.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];
type Address = `${Method} /${string}`;

/** Who may call: anyone (a token is looked at where one is sent), any token, or a token of a person. */
export type Access = "anyone" | "app" | "person";

/** An endpoint, as the table holds it: everything else (routing, tests, the OpenAPI document) is derived from it. */
export interface Route {
  readonly method: Method;
  /** As Hono and Mastodon's documentation write it: `/api/v1/accounts/:id`. */
  readonly path: string;
  /** What it does, in a few words. */
  readonly summary: string;
  readonly access: Access;
  /** Of these a token must allow one; where there are none, any token does. */
  readonly scopes: readonly Scope[];
  readonly input: z.ZodObject;
  readonly entity: z.ZodType;
  /** Whether it answers with a part of a list and a Link header. */
  readonly paged: boolean;
  readonly answer: (request: ApiRequest) => Promise<Reply<unknown>>;
}

/** A request that may be answered: its token was looked at. */
export interface ApiRequest {
  readonly services: ApiServices;
  readonly raw: Request;
  readonly url: URL;
  /** What the path names. */
  readonly path: Readonly<Record<string, string>>;
  readonly params: Params;
  readonly bearer: Bearer | undefined;
  /** Whom the token acts for. */
  readonly person: Person | undefined;
}

/** What an endpoint is given. */
export interface Call<Input> extends Omit<ApiRequest, "params" | "person"> {
  readonly instance: Instance;
  readonly input: Input;
  readonly reader: Reader;
  readonly person: Person | undefined;
}

/** Who is known to call, by what an endpoint asks for. */
interface Callers {
  readonly anyone: object;
  readonly app: { readonly bearer: Bearer };
  readonly person: { readonly person: Person; readonly bearer: Bearer };
}

/** Gives the caller that an endpoint asks for; api.ts has refused every other by then. */
const callers: { readonly [Access_ in Access]: (request: ApiRequest) => Callers[Access_] } = {
  anyone: () => ({}),
  app: ({ bearer }) => ({ bearer: admitted(bearer) }),
  person: ({ bearer, person }) => ({ bearer: admitted(bearer), person: admitted(person) }),
};

function admitted<Caller>(caller: Caller | undefined): Caller {
  if (caller === undefined) throw new Error("A request was let in without the token that it needs");
  return caller;
}

/** An answer that is more than an entity. */
export class Reply<Body> {
  readonly body: Body;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(body: Body, status = 200, headers: Readonly<Record<string, string>> = {}) {
    this.body = body;
    this.status = status;
    this.headers = headers;
  }
}

interface Spec<Access_ extends Access, Input extends z.ZodObject, Entity extends z.ZodType> {
  readonly summary: string;
  readonly access: Access_;
  readonly scope?: Scope | readonly Scope[];
  readonly input?: Input;
  readonly entity: Entity;
  readonly paged?: boolean;
  readonly answer: (
    call: Call<z.output<Input>> & Callers[Access_],
  ) => Promise<z.input<Entity> | Reply<z.input<Entity>>> | z.input<Entity> | Reply<z.input<Entity>>;
}

const nothing = z.object({});

/** Makes an entry of the table; the handler is given what `access` and `input` promise. */
export function route<
  Access_ extends Access,
  Entity extends z.ZodType,
  Input extends z.ZodObject = typeof nothing,
>(address: Address, spec: Spec<Access_, Input, Entity>): Route {
  const { summary, access, scope = [], entity, paged = false } = spec;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where none is given, `nothing` is what Input is by default
  const input = (spec.input ?? nothing) as Input;
  return {
    ...readAddress(address),
    summary,
    access,
    scopes: typeof scope === "string" ? [scope] : scope,
    input,
    entity,
    paged,
    async answer(request) {
      const result = await spec.answer({
        ...request,
        instance: request.services.instance,
        input: readInput(input, request.params),
        reader: readerOf(request.person),
        ...callers[access](request),
      });
      return result instanceof Reply ? result : new Reply<unknown>(result);
    },
  };
}

function readAddress(address: Address): Pick<Route, "method" | "path"> {
  const method = METHODS.find((name) => address.startsWith(`${name} `));
  if (method === undefined) throw new Error(`${address} begins with none of ${METHODS.join(", ")}`);
  return { method, path: address.slice(method.length + 1) };
}

/** @throws Refusal invalid with every parameter that is wrong */
function readInput<Input extends z.ZodObject>(schema: Input, params: Params): z.output<Input> {
  const read = schema.safeParse(params);
  if (read.success) return read.data;
  const faults = read.error.issues.slice(0, 10).map(({ path, message }) => ({
    field: path.map(String).join("."),
    message: `${path.map(String).join(".")} ${message}`,
  }));
  throw new Refusal("invalid", faults.map((fault) => fault.message).join("; "), faults);
}
