import type { Context, Hono } from "hono";
import type { Member } from "#domain/member.ts";
import type { Refusal } from "#domain/refusal.ts";
import type { LiveChannel } from "#feeds/live-channel.ts";
import type { Instance } from "#instance";

/** The two halves of a sign-in at the institution's identity provider; identity/openid.ts implements it. */
export interface SignIn {
  begin(returnTo: string): Promise<{ readonly location: URL; readonly cookie: string }>;
  finish(
    callback: URL,
    cookie: string | undefined,
  ): Promise<{
    readonly issuer: string;
    readonly subject: string;
    readonly verified: NonNullable<Member["verified"]> | Refusal;
    /** Everything that the provider said of them; sealed or forgotten, never kept as it is. */
    readonly identity: Readonly<Record<string, unknown>>;
    readonly returnTo: string;
  }>;
}

/** What the pages need. */
export interface WebServices {
  readonly instance: Instance;
  readonly live: LiveChannel;
  /** Absent where the institution has no identity provider configured. */
  readonly signIn: SignIn | undefined;
  /** Fires when the process is asked to stop: event streams end then. */
  readonly ended: AbortSignal;
}

/** What the middleware puts beside each request. */
export interface WebEnv {
  Variables: {
    /** Who is signed in. */
    member: Member | undefined;
  };
}

export type WebContext = Context<WebEnv>;
export type WebApp = Hono<WebEnv>;
