import { band, identicon } from "#ui/identicon.ts";
import type { WebApp, WebContext } from "./services.ts";

/** Bitmaps that stand for actors in apps; they are made from the address alone and never change. */
export function avatarRoutes(app: WebApp): void {
  const picture = (c: WebContext, bytes: Uint8Array<ArrayBuffer>): Response => {
    c.header("content-type", "image/png");
    c.header("cache-control", "public, max-age=31536000, immutable");
    c.header("access-control-allow-origin", "*");
    c.header("cross-origin-resource-policy", "cross-origin");
    return c.body(bytes);
  };
  app.get("/avatars/:name{.{1,300}\\.png}", (c) => picture(c, identicon(c.req.param("name").slice(0, -4))));
  app.get("/header.png", (c) => picture(c, band()));
}
