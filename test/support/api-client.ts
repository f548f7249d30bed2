import { createHash, randomBytes } from "node:crypto";
import type { TestInstance } from "./instance.ts";

/** An answer of the client API. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON; `undefined` where there is none. */
  readonly body: unknown;
  readonly text: string;
}

export interface ApiCall {
  readonly token?: string | undefined;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>> | FormData | URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the instance over HTTP, as an app does. */
export async function callApi(
  house: Pick<TestInstance, "config">,
  method: string,
  path: string,
  { token, json, form, headers = {} }: ApiCall = {},
): Promise<ApiAnswer> {
  const isBare = form !== undefined && !(form instanceof FormData) && !(form instanceof URLSearchParams);
  const response = await fetch(`http://127.0.0.1:${house.config.port}${path}`, {
    method,
    redirect: "manual",
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(form !== undefined && { body: isBare ? new URLSearchParams({ ...form }) : form }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
  const body: unknown = isJson && text !== "" ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, body, text };
}

/** A member of an answer's object, by a dotted path; `undefined` where there is none. */
export function at(answer: { readonly body: unknown }, path: string): unknown {
  let value = answer.body;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(key);
  }
  return value;
}

/** As {@link at}, where it must be a text. */
export function textAt(answer: ApiAnswer, path: string): string {
  const value = at(answer, path);
  if (typeof value !== "string") throw new Error(`${path} is no text in ${answer.status} ${answer.text}`);
  return value;
}

/** As {@link at}, where it must be a list; the whole body where there is no path. */
export function listAt(answer: ApiAnswer, path?: string): unknown[] {
  const value = path === undefined ? answer.body : at(answer, path);
  if (!Array.isArray(value)) throw new Error(`No list in ${answer.status} ${answer.text}`);
  return value;
}

export const APP_REDIRECT = "https://app.example/callback";

/** A registered app. */
export interface TestApp {
  readonly client_id: string;
  readonly client_secret: string;
}

export async function registerTestApp(
  house: TestInstance,
  options: { readonly scopes?: string; readonly redirectUris?: string } = {},
): Promise<TestApp> {
  const answer = await callApi(house, "POST", "/api/v1/apps", {
    form: {
      client_name: "Test app",
      redirect_uris: options.redirectUris ?? APP_REDIRECT,
      scopes: options.scopes ?? "read write follow push",
    },
  });
  return { client_id: textAt(answer, "client_id"), client_secret: textAt(answer, "client_secret") };
}

/** What the authorization page's form sends. */
export type Decision = Readonly<Record<string, string>>;

/** Sends the authorization page's form as the member of this session; the answer is not followed. */
export const decide = (house: TestInstance, session: string, decision: Decision): Promise<ApiAnswer> =>
  callApi(house, "POST", "/oauth/authorize", {
    form: decision,
    headers: {
      cookie: `consilium_session=${session}`,
      origin: house.origin,
      "sec-fetch-site": "same-origin",
    },
  });

/** What the app asks for, and the member allows. */
export const allowed = (app: TestApp, more: Decision = {}): Decision => ({
  response_type: "code",
  client_id: app.client_id,
  redirect_uri: APP_REDIRECT,
  scope: "read write follow push",
  decision: "allow",
  ...more,
});

/** The code in the address that an answer leads to. */
export function codeOf(answer: ApiAnswer): string {
  const location = answer.headers.get("location");
  const code = location === null ? null : new URL(location).searchParams.get("code");
  if (code === null) throw new Error(`No code in ${answer.status} ${location ?? answer.text}`);
  return code;
}

export const exchange = (
  house: TestInstance,
  app: TestApp,
  code: string,
  more: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer> =>
  callApi(house, "POST", "/oauth/token", {
    form: { ...app, grant_type: "authorization_code", code, redirect_uri: APP_REDIRECT, ...more },
  });

/** An access token of this session's member, through registration, page and exchange. */
export async function getToken(
  house: TestInstance,
  session: string,
  scope = "read write follow push",
): Promise<string> {
  const app = await registerTestApp(house);
  const code = codeOf(await decide(house, session, allowed(app, { scope })));
  return textAt(await exchange(house, app, code), "access_token");
}

/** A PKCE verifier and its challenge. */
export function newChallenge(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}
