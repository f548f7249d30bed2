import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { WebContext } from "./services.ts";

/** With TLS the cookies are bound to this very host (`__Host-`, RFC 6265bis); loopback instances have no TLS. */
const options = (secure: boolean) =>
  ({
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure,
    ...(secure ? { prefix: "host" as const } : {}),
  }) as const;

/** A cookie of this instance that scripts cannot read and other sites cannot use for posting. */
export interface Cookie {
  get(c: WebContext): string | undefined;
  set(c: WebContext, value: string, maxAgeSeconds: number): void;
  remove(c: WebContext): void;
}

function cookie(name: string): (origin: string) => Cookie {
  return (origin) => {
    const secure = origin.startsWith("https:");
    return {
      get: (c) => (secure ? getCookie(c, name, "host") : getCookie(c, name)),
      set: (c, value, maxAge) => setCookie(c, name, value, { ...options(secure), maxAge }),
      remove: (c) => void deleteCookie(c, name, options(secure)),
    };
  };
}

export const sessionCookie = cookie("consilium_session");
/** Carries a sign-in from its beginning to the identity provider's answer. */
export const signInCookie = cookie("consilium_sign_in");
