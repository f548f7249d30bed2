import {
  ClientSecretBasic,
  ClientSecretPost,
  None,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import type { ClientAuth, Configuration, CustomFetch } from "openid-client";
import { isPhysician, type Verified } from "#domain/attestation.ts";
import { readLocalPath } from "#domain/local-path.ts";
import { Refusal, forbidden, invalid } from "#domain/refusal.ts";
import type { Fetcher } from "#net/fetcher.ts";
import { readClaims } from "./claims.ts";
import { signInRefusal } from "./sign-in-refusals.ts";
import { openSignIn, sealSignIn } from "./sign-in-state.ts";

export interface OpenIdSignInOptions {
  /** The provider's issuer identifier, exactly as it gives it itself. */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent for a public client. */
  readonly clientSecret?: string | undefined;
  /** The address of our callback page, as registered with the provider. */
  readonly redirectUri: string;
  readonly fetch: Fetcher["fetch"];
  /** Whether the provider may be asked over plain http: for loopback only, which the caller has checked. */
  readonly allowInsecure: boolean;
  /** `InstanceKeys.signInState`. */
  readonly stateKey: Uint8Array;
  readonly now?: () => Date;
  /** How long one request to the provider may take; 10 if not given. */
  readonly timeoutSeconds?: number;
  /** Whether name and address are asked for as well: they are sealed to custodians, or of no use. */
  readonly asksForName?: boolean;
}

/** Who came back from the provider. Issuer and subject say who it is: hash them, never store or log them. */
export interface SignedIn {
  readonly issuer: string;
  readonly subject: string;
  /** What the provider says of them; the refusal of who it does not say is a physician. */
  readonly verified: Verified | Refusal;
  /** Every claim that the provider gave. */
  readonly identity: Readonly<Record<string, unknown>>;
  readonly returnTo: string;
}

export interface OpenIdSignIn {
  /**
   * Begins a sign-in: send the browser to `location` with `cookie` as the value of a cookie that is HttpOnly, SameSite=Lax and
   * lives `SIGN_IN_SECONDS`. `returnTo` is a path of this server.
   * @throws Refusal `invalid` for another `returnTo`, `unavailable` where the provider does not answer as it should.
   */
  begin(returnTo: string): Promise<{ readonly location: URL; readonly cookie: string }>;
  /**
   * Finishes it: `callbackUrl` is what the browser asked for, `cookie` what it brought; drop that cookie in any case.
   * @throws Refusal `invalid` (cookie missing, expired, of another sign-in), `forbidden` (cancelled), `unavailable` (the
   * provider is down or its answer is wrong), each with a message for the physician.
   */
  finish(callbackUrl: URL, cookie: string | undefined): Promise<SignedIn>;
}

/** Only what says who it is; a profile scope would bring names that this server must not see. */
/** Nothing is asked for that is not kept: a name is, where it can be sealed. */
const SCOPE = "openid";
const SCOPE_WITH_NAME = "openid profile email";
const REDISCOVER_MS = 3_600_000;

/**
 * Sign-in through an institution's OpenID Provider: authorization code (OpenID Connect Core 1.0, section 3.1) with PKCE S256
 * (RFC 7636), state and nonce. The provider's configuration is fetched at the first sign-in and kept for an hour; a failure is not
 * kept, so that sign-in works again as soon as the provider does.
 * @throws Refusal `invalid` where the issuer is plain http and that is not allowed.
 */
export function createOpenIdSignIn(options: OpenIdSignInOptions): OpenIdSignIn {
  const { issuer, redirectUri, asksForName = false, now = () => new Date() } = options;
  if (!options.allowInsecure && !issuer.startsWith("https://")) {
    throw new Refusal(
      "invalid",
      `The OpenID issuer ${issuer} must use https, or both it and this server be on loopback.`,
    );
  }
  const provider = createProvider(options, now);
  const state = { key: options.stateKey, audience: `${issuer} ${redirectUri}`, now };

  return {
    async begin(returnTo) {
      const path = readLocalPath(returnTo);
      if (path === undefined) {
        throw invalid(
          "returnTo",
          "After signing in, only a page of this server can be shown: give a path such as /home.",
        );
      }
      const pending = {
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
        returnTo: path,
      };
      const location = buildAuthorizationUrl(await provider(), {
        redirect_uri: redirectUri,
        scope: asksForName ? SCOPE_WITH_NAME : SCOPE,
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: "S256",
      });
      return { location, cookie: await sealSignIn(pending, state) };
    },

    async finish(callbackUrl, cookie) {
      const pending = await openSignIn(cookie, callbackUrl.searchParams.get("state"), state);
      // Behind a reverse proxy the address that we saw can differ from the one that the provider knows.
      const registered = new URL(redirectUri);
      registered.search = callbackUrl.search;
      const configuration = await provider();
      const { subject, claims } = await askProvider(
        issuer,
        async () => await redeem(configuration, registered, { ...pending, asksForName }),
      );
      const verified = readPhysician(claims);
      return { issuer, subject, verified, identity: claims, returnTo: pending.returnTo };
    },
  };
}

function createProvider(options: OpenIdSignInOptions, now: () => Date): () => Promise<Configuration> {
  let known: { readonly since: number; readonly configuration: Promise<Configuration> } | undefined;
  return async () => {
    const time = now().getTime();
    if (known === undefined || time - known.since >= REDISCOVER_MS) {
      const asked = {
        since: time,
        configuration: askProvider(options.issuer, async () => await discover(options)),
      };
      known = asked;
      asked.configuration.catch(() => {
        if (known === asked) known = undefined;
      });
    }
    return await known.configuration;
  };
}

async function discover(options: OpenIdSignInOptions): Promise<Configuration> {
  const ask: CustomFetch = async (url, request) =>
    await options.fetch(url, { ...request, body: request.body ?? null });
  return await discovery(
    new URL(options.issuer),
    options.clientId,
    undefined,
    clientAuthentication(options.clientSecret),
    {
      [customFetch]: ask,
      timeout: options.timeoutSeconds ?? 10,
      // Without the second one the signature of a token that came straight from the provider is not looked at.
      execute: [...(options.allowInsecure ? [allowInsecureRequests] : []), enableNonRepudiationChecks],
    },
  );
}

/** The secret goes where the provider takes it: in the body if it says so, else in the header, the default of the standard. */
function clientAuthentication(secret: string | undefined): ClientAuth {
  if (secret === undefined) return None();
  const [post, basic] = [ClientSecretPost(secret), ClientSecretBasic(secret)];
  return (server, client, body, headers) => {
    const inBody = server.token_endpoint_auth_methods_supported?.includes("client_secret_post") === true;
    (inBody ? post : basic)(server, client, body, headers);
  };
}

interface Answer {
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

async function redeem(
  configuration: Configuration,
  callbackUrl: URL,
  pending: {
    readonly state: string;
    readonly nonce: string;
    readonly verifier: string;
    /** Providers give a name at the user info endpoint rather than in the token. */
    readonly asksForName: boolean;
  },
): Promise<Answer> {
  const tokens = await authorizationCodeGrant(configuration, callbackUrl, {
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    pkceCodeVerifier: pending.verifier,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new TypeError("An expected nonce makes the library require an id token.");
  const { sub: subject } = claims;
  const isComplete = claims["profession"] !== undefined && !pending.asksForName;
  if (isComplete || configuration.serverMetadata().userinfo_endpoint === undefined)
    return { subject, claims };
  const more = await fetchUserInfo(configuration, tokens.access_token, subject);
  return { subject, claims: { ...claims, ...more } };
}

async function askProvider<T>(issuer: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof Refusal ? error : signInRefusal(issuer, error);
  }
}

function readPhysician(claims: Readonly<Record<string, unknown>>): Verified | Refusal {
  if (claims["profession"] === undefined) {
    return forbidden(
      "Your institution's sign-in service does not say what your profession is, so you cannot be verified as a physician. " +
        'Ask whoever runs it to give this server the claim "profession".',
    );
  }
  const { profession, ...others } = readClaims(claims);
  if (profession === undefined || !isPhysician(profession)) {
    return forbidden(
      "Consilium is for physicians, and your institution's sign-in service does not say that you are one. " +
        'If that is wrong, ask whoever runs it to set the claim "profession" to "physician", or to "resident" in specialty training.',
    );
  }
  return { profession, ...others };
}
