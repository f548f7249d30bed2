import { z } from "zod";
import { type Person, type Reader, readerOf } from "#domain/reader.ts";
import { Refusal } from "#domain/refusal.ts";
import type { Scope } from "#domain/scopes.ts";
import type { Bearer } from "#store/oauth.ts";
import type { Instance } from "#instance";
import type { Params } from "./params.ts";
import type { ApiServices } from "./services.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

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

type With<Access_ extends Access, Input> = Call<Input> &
  (Access_ extends "person"
    ? { readonly person: Person; readonly bearer: Bearer }
    : Access_ extends "app"
      ? { readonly bearer: Bearer }
      : unknown);

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
    call: With<Access_, z.output<Input>>,
  ) => Promise<z.input<Entity> | Reply<z.input<Entity>>> | z.input<Entity> | Reply<z.input<Entity>>;
}

const nothing = z.object({});

/** Makes an entry of the table; the handler is given what `access` and `input` promise. */
export function route<
  Access_ extends Access,
  Entity extends z.ZodType,
  Input extends z.ZodObject = typeof nothing,
>(address: `${Method} /${string}`, spec: Spec<Access_, Input, Entity>): Route {
  const { summary, access, scope = [], entity, paged = false } = spec;
  const [method, path] = address.split(" ");
  const input: z.ZodObject = spec.input ?? nothing;
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type of `address` says so
    method: method as Method,
    path: path ?? "",
    summary,
    access,
    scopes: typeof scope === "string" ? [scope] : scope,
    input,
    entity,
    paged,
    async answer(request) {
      const call = {
        ...request,
        instance: request.services.instance,
        input: readInput(input, request.params),
        reader: readerOf(request.person),
      };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- api.ts lets in only what `access` says
      const result = await spec.answer(call as unknown as With<Access_, z.output<Input>>);
      return result instanceof Reply ? result : new Reply<unknown>(result);
    },
  };
}

/** @throws Refusal invalid with every parameter that is wrong */
function readInput(schema: z.ZodObject, params: Params): unknown {
  const read = schema.safeParse(params);
  if (read.success) return read.data;
  const faults = read.error.issues.slice(0, 10).map(({ path, message }) => ({
    field: path.map(String).join("."),
    message: `${path.map(String).join(".")} ${message}`,
  }));
  throw new Refusal("invalid", faults.map((fault) => fault.message).join("; "), faults);
}
