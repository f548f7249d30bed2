import { EncryptJWT, jwtDecrypt } from "jose";
import { z } from "zod";
import { Refusal } from "#domain/refusal.ts";

/** How long a sign-in may take, from leaving for the provider to coming back; the cookie may live as long. */
export const SIGN_IN_SECONDS = 600;

const pendingShape = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
});
/** What this server must still know when the browser comes back from the provider. */
export type PendingSignIn = z.infer<typeof pendingShape>;

/** What seals and opens a {@link PendingSignIn}. `audience` ties it to one provider and one callback. */
export interface SignInStateOptions {
  /** 32 bytes: `InstanceKeys.signInState`. */
  readonly key: Uint8Array;
  readonly audience: string;
  readonly now: () => Date;
}

/**
 * Puts a sign-in under way into a cookie's value: an encrypted JWT (RFC 7519; `dir` with A256GCM), so that the server keeps
 * nothing and the browser can neither read nor change it.
 */
export async function sealSignIn(pending: PendingSignIn, options: SignInStateOptions): Promise<string> {
  const expires = Math.floor(options.now().getTime() / 1000) + SIGN_IN_SECONDS;
  return await new EncryptJWT({ ...pending })
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .setAudience(options.audience)
    .setExpirationTime(expires)
    .encrypt(options.key);
}

/**
 * Reads the cookie back. The `state` that came with the browser must be the one in the cookie: otherwise somebody else's
 * sign-in is being finished here (RFC 6749, section 10.12).
 * @throws Refusal `invalid`, saying which it is: no cookie, too old, made elsewhere, or of another sign-in.
 */
export async function openSignIn(
  cookie: string | undefined,
  state: string | null,
  options: SignInStateOptions,
): Promise<PendingSignIn> {
  if (cookie === undefined || cookie === "") {
    throw refuse(
      "This browser did not bring back the cookie that the sign-in began with; it must allow cookies for this site",
    );
  }
  const pending = await decrypt(cookie, options);
  if (state !== pending.state) {
    throw refuse("This answer belongs to another sign-in, perhaps one begun in another window");
  }
  return pending;
}

async function decrypt(cookie: string, options: SignInStateOptions): Promise<PendingSignIn> {
  try {
    const { payload } = await jwtDecrypt(cookie, options.key, {
      audience: options.audience,
      currentDate: options.now(),
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    return pendingShape.parse(payload);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_JWT_EXPIRED") {
      throw refuse("The sign-in took longer than ten minutes");
    }
    throw refuse("The cookie of this sign-in was not made by this server");
  }
}

const refuse = (what: string): Refusal => new Refusal("invalid", `${what}. Start the sign-in again.`);
