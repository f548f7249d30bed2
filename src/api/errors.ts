import { randomUUID } from "node:crypto";
import { OAuthError, type OAuthErrorCode } from "#domain/oauth.ts";
import { Refusal, type RefusalKind } from "#domain/refusal.ts";
import type { Instance } from "#instance";

/** Mastodon has no 409: what is done already is an entity that cannot be processed. */
const STATUS: Readonly<Record<RefusalKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 422,
  "too-large": 413,
  "too-many": 429,
  unavailable: 503,
};

const OAUTH_STATUS: Readonly<Record<OAuthErrorCode, number>> = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  invalid_scope: 400,
  unauthorized_client: 403,
  unsupported_grant_type: 400,
};

/** The words that clients know. */
export const TOKEN_INVALID = "The access token is invalid";
export const NOT_SIGNED_IN = "This method requires an authenticated user";
export const OUTSIDE_SCOPES = "This action is outside the authorized scopes";
export const RECORD_NOT_FOUND = "Record not found";

/** An error as a client reads it: `error` in words, and for OAuth its description. */
export function answerError(
  instance: Instance,
  request: { readonly method: string; readonly path: string },
  error: unknown,
): Response {
  if (error instanceof OAuthError) {
    return Response.json(
      { error: error.code, error_description: error.message },
      { status: OAUTH_STATUS[error.code], headers: { "cache-control": "no-store" } },
    );
  }
  if (error instanceof Refusal)
    return Response.json({ error: wordsOf(error) }, { status: STATUS[error.kind] });
  const number = randomUUID().slice(0, 8);
  instance.log.error("An API request failed: {number} {method} {path}", { number, ...request, error });
  return Response.json(
    { error: `Something went wrong here; nothing was left half done. Number ${number}.` },
    { status: 500 },
  );
}

function wordsOf(error: Refusal): string {
  switch (error.kind) {
    case "not-found":
      return RECORD_NOT_FOUND;
    case "invalid":
      return `Validation failed: ${error.message}`;
    case "unauthenticated":
    case "forbidden":
    case "conflict":
    case "too-large":
    case "too-many":
    case "unavailable":
      return error.message;
  }
}
