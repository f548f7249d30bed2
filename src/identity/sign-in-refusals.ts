import { AuthorizationResponseError, ClientError, ResponseBodyError } from "openid-client";
import type { Refusal } from "#domain/refusal.ts";
import { forbidden, unavailable } from "#domain/refusal.ts";
import { NetError } from "#net/errors.ts";

/**
 * Says what went wrong with the OpenID Provider: first for the physician, then for whoever operates the server. Nothing of a
 * token, a claim or the provider's free text goes in, and the error is not kept as a cause either, since the library's errors
 * carry whole tokens and a log would show them.
 */
export function signInRefusal(issuer: string, error: unknown): Refusal {
  if (error instanceof AuthorizationResponseError) return refusedByProvider(issuer, error.error);
  if (error instanceof ResponseBodyError) {
    return broken(
      issuer,
      `it refused to complete the sign-in (${word(error.error)}): check client id, secret and callback`,
    );
  }
  if (error instanceof ClientError && error.code !== undefined) return wrongAnswer(issuer, error.code, error);
  return noAnswer(issuer, netReason(error));
}

function refusedByProvider(issuer: string, error: string): Refusal {
  if (error === "access_denied") {
    return forbidden(
      "You were not signed in: the sign-in was cancelled or your institution did not allow it.",
    );
  }
  return broken(issuer, `it answered with the error ${word(error)}`);
}

function wrongAnswer(issuer: string, code: string, error: ClientError): Refusal {
  switch (code) {
    case "OAUTH_TIMEOUT":
    case "OAUTH_ABORT":
      return noAnswer(issuer, "It took too long.");
    case "OAUTH_RESPONSE_IS_NOT_CONFORM":
      return broken(issuer, `it answered with the status ${status(error.cause)}`);
    case "OAUTH_RESPONSE_IS_NOT_JSON":
    case "OAUTH_PARSE_ERROR":
      return broken(issuer, "it answered with something that is not JSON");
    case "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED":
      return attribute(error.cause) === "sub"
        ? broken(issuer, "its user info is about somebody else than its token")
        : broken(issuer, "its configuration names another issuer than OIDC_ISSUER does");
    case "OAUTH_JWT_CLAIM_COMPARISON_FAILED":
      return broken(issuer, wrongClaim(claim(error.cause)));
    case "OAUTH_JWT_TIMESTAMP_CHECK_FAILED":
      return broken(issuer, "its token has expired or is not valid yet: compare the clocks of both servers");
    case "OAUTH_KEY_SELECTION_FAILED":
      return broken(issuer, "its token is signed with a key that it does not publish");
    case "OAUTH_HTTP_REQUEST_FORBIDDEN":
      return broken(
        issuer,
        "it wants to be asked over plain http, which is only allowed between loopback addresses",
      );
    default:
      return broken(issuer, invalidResponse(error.cause));
  }
}

function wrongClaim(name: unknown): string {
  switch (name) {
    case "nonce":
      return "its token belongs to another sign-in (nonce)";
    case "aud":
    case "azp":
      return "its token is meant for another application (audience): check OIDC_CLIENT_ID";
    case "iss":
      return "its token names another issuer";
    default:
      return "its token does not fit this sign-in";
  }
}

// The library has one code for all of these and tells them apart in its text only.
function invalidResponse(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : "";
  if (text.includes("signature verification failed")) return "the signature of its token is wrong";
  if (text.includes('"nonce"')) return "its token belongs to another sign-in (nonce)";
  if (text.includes('"alg"')) return "its token is not signed, or not with an algorithm that it announced";
  if (text.includes('"iss"')) return "its answer names another issuer";
  return "its answer is not a valid one";
}

const broken = (issuer: string, what: string): Refusal =>
  unavailable(
    `Your institution's sign-in service gave an answer that cannot be trusted, so you were not signed in. ` +
      `Tell whoever runs this server: the OpenID Provider ${issuer} is at fault, ${what}.`,
  );

const noAnswer = (issuer: string, why = ""): Refusal =>
  unavailable(
    "Your institution's sign-in service does not answer, so nobody can sign in now. Try again in a few minutes. " +
      `If it lasts, tell whoever runs this server that the OpenID Provider ${issuer} cannot be reached. ${why}`.trim(),
  );

/** An error code of OAuth: a short word, or it is not shown. */
const word = (text: string): string => (/^\w{1,40}$/u.test(text) ? text : "without a name");

const status = (response: unknown): string =>
  response instanceof Response ? String(response.status) : "of an error";

const claim = (cause: unknown): unknown => member(detail(cause), "claim");
const attribute = (cause: unknown): unknown =>
  member(detail(cause), "attribute") ?? member(cause, "attribute");

const detail = (cause: unknown): unknown => (cause instanceof Error ? cause.cause : undefined);
const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

/** What the fetcher says of an address that cannot be reached, wherever in the chain of causes it stands. */
function netReason(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof NetError) return cause.message;
  }
  return undefined;
}
