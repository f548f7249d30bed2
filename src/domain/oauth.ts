import { createHash } from "node:crypto";
import type { OAuthAppId } from "./ids.ts";
import { type Fault, invalidFields } from "./refusal.ts";
import { grantsAll, readScopes, type Scope } from "./scopes.ts";

/** Instead of a redirect: the code is shown, to be copied into the app. */
export const OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

/** What an app says of itself when it registers. */
export interface AppRegistration {
  readonly name: string;
  readonly website: string | null;
  /** Each an absolute URI, or {@link OUT_OF_BAND}. */
  readonly redirectUris: readonly [string, ...string[]];
  readonly scopes: readonly Scope[];
}

const MAX_NAME_CHARACTERS = 100;
const MAX_URI_CHARACTERS = 2000;
const MAX_REDIRECT_URIS = 20;

/** Schemes that a browser would run or open locally. */
const DANGEROUS_SCHEMES = /^(?:javascript|data|vbscript|blob|file|about|filesystem|view-source):/iu;

/**
 * Reads what an app says of itself. Several redirect URIs come as a list or one a line, as Mastodon takes them.
 *
 * @throws Refusal with a fault for each parameter, named as the app sent it
 */
export function readRegistration(said: {
  readonly client_name: string;
  readonly redirect_uris: readonly string[];
  readonly scopes: string;
  readonly website: string;
}): AppRegistration {
  const faults: Fault[] = [];
  const name = said.client_name.normalize("NFC").trim();
  if (name === "" || name.length > MAX_NAME_CHARACTERS) {
    faults.push({
      field: "client_name",
      message: `The name of the app must have 1 to ${MAX_NAME_CHARACTERS} characters.`,
    });
  }
  const uris = said.redirect_uris.flatMap((text) => text.split(/\s+/u)).filter((uri) => uri !== "");
  const [first, ...others] = uris;
  if (uris.length > MAX_REDIRECT_URIS || uris.some((uri) => !isRedirectUri(uri)) || first === undefined) {
    faults.push({
      field: "redirect_uris",
      message: `Redirect URI must be an absolute URI without a fragment, or ${OUT_OF_BAND}; at most ${MAX_REDIRECT_URIS}.`,
    });
  }
  const scopes = readScopes(said.scopes);
  if (!scopes.ok)
    faults.push({ field: "scopes", message: `Scopes does not know “${scopes.unknown.slice(0, 50)}”.` });
  const website = said.website.trim();
  if (website !== "" && !isWebAddress(website)) {
    faults.push({ field: "website", message: "Website must be an http or https address." });
  }
  if (faults.length > 0 || first === undefined || !scopes.ok) throw invalidFields(faults);
  return {
    name,
    website: website === "" ? null : website,
    redirectUris: [first, ...others],
    scopes: scopes.scopes,
  };
}

const isRedirectUri = (uri: string): boolean =>
  uri === OUT_OF_BAND ||
  (uri.length <= MAX_URI_CHARACTERS &&
    URL.canParse(uri) &&
    !DANGEROUS_SCHEMES.test(uri) &&
    !uri.includes("#") &&
    // Anything else could end the header or the policy that it is put into.
    /^[a-z][a-z0-9+.-]*:[\w\-.~:/?[\]@!$&'()*+,;=%]*$/iu.test(uri));

const isWebAddress = (text: string): boolean =>
  text.length <= MAX_URI_CHARACTERS && URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol);

/** What an app asks a person for: the parameters of RFC 6749, section 4.1.1, and RFC 7636, section 4.3. */
export interface AuthorizationParameters {
  readonly response_type: string;
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly scope: string;
  readonly state: string;
  readonly code_challenge: string;
  readonly code_challenge_method: string;
}

/** What a person may grant. */
export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly scopes: readonly Scope[];
  readonly state: string;
  readonly challenge: string | null;
}

export type AuthorizationVerdict =
  | { readonly kind: "ask"; readonly request: AuthorizationRequest }
  /** The app is told, at its own redirect URI. */
  | {
      readonly kind: "refuse";
      readonly redirectUri: string;
      readonly state: string;
      readonly error: string;
      readonly description: string;
    }
  /** There is nowhere to send anybody: the person is told (RFC 6749, section 4.1.2.1). */
  | { readonly kind: "unusable"; readonly why: string };

/** Judges what an app asks for. Redirect URIs must be equal to a registered one, character by character. */
export function judgeAuthorization(
  app: { readonly redirectUris: readonly string[]; readonly scopes: readonly Scope[] } | undefined,
  parameters: AuthorizationParameters,
): AuthorizationVerdict {
  const { redirect_uri: redirectUri, state } = parameters;
  if (app === undefined) {
    return {
      kind: "unusable",
      why: "No app is registered here under this client_id. Begin again in the app.",
    };
  }
  if (!app.redirectUris.includes(redirectUri)) {
    return { kind: "unusable", why: "The redirect URI is not one that this app registered." };
  }
  const refuse = (error: string, description: string): AuthorizationVerdict => ({
    kind: "refuse",
    redirectUri,
    state,
    error,
    description,
  });
  if (parameters.response_type !== "code") {
    return refuse("unsupported_response_type", "Only response_type=code is supported.");
  }
  const read = readScopes(parameters.scope);
  if (!read.ok || !grantsAll(app.scopes, read.scopes)) {
    return refuse("invalid_scope", "The app may ask for the scopes that it registered, and no others.");
  }
  const { code_challenge: challenge, code_challenge_method: method } = parameters;
  if (challenge === "" && method === "") {
    return { kind: "ask", request: { redirectUri, scopes: read.scopes, state, challenge: null } };
  }
  if (method !== "S256" || !/^[\w-]{43}$/u.test(challenge)) {
    return refuse(
      "invalid_request",
      "The code_challenge must be of the method S256: 43 characters of base64url.",
    );
  }
  return { kind: "ask", request: { redirectUri, scopes: read.scopes, state, challenge } };
}

/** The address that carries an answer back to the app; parameters without a value are left out. */
export function answerAt(redirectUri: string, answer: Readonly<Record<string, string>>): string {
  const said = new URLSearchParams(Object.entries(answer).filter(([, value]) => value !== ""));
  // Not through URL, which writes custom schemes another way than the app registered them.
  return `${redirectUri}${redirectUri.includes("?") ? "&" : "?"}${said.toString()}`;
}

/** What a page's `form-action` must name so that its form can lead to this redirect URI (CSP 3, section 2.3.1). */
export function formActionOf(redirectUri: string): string {
  if (redirectUri === OUT_OF_BAND) return "";
  const url = new URL(redirectUri);
  return /^https?:$/u.test(url.protocol) ? url.origin : url.protocol;
}

/** Whether the verifier proves the challenge (RFC 7636, section 4.6); one without the other proves nothing. */
export function provesChallenge(challenge: string | null, verifier: string): boolean {
  if (challenge === null) return verifier === "";
  if (!/^[\w.~-]{43,128}$/u.test(verifier)) return false;
  return createHash("sha256").update(verifier).digest("base64url") === challenge;
}

/** The errors of RFC 6749, section 5.2, and RFC 7009. */
export type OAuthErrorCode =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "invalid_scope"
  | "unauthorized_client"
  | "unsupported_grant_type";

/** What a token endpoint refuses with. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly code: OAuthErrorCode;
  constructor(code: OAuthErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A registered app that has proved to be itself. */
export interface ProvenApp {
  readonly id: OAuthAppId;
  readonly scopes: readonly Scope[];
}
