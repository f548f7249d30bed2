import type { Env, Hono } from "hono";
import { escapeHtml } from "#domain/plain-text.ts";
import type { Instance } from "#instance";

/** Where WebFinger is (RFC 6415, section 3): older clients look here first. */
export function hostMetaRoute<E extends Env>(app: Hono<E>, { config }: Instance): void {
  const template = `${config.origin}/.well-known/webfinger?resource={uri}`;
  app.get("/.well-known/host-meta", (c) => {
    c.header("access-control-allow-origin", "*");
    c.header("content-type", "application/xrd+xml; charset=utf-8");
    return c.body(
      `<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n  <Link rel="lrdd" template="${escapeHtml(template)}"/>\n</XRD>\n`,
    );
  });
  app.get("/.well-known/host-meta.json", (c) => {
    c.header("access-control-allow-origin", "*");
    return c.json({ links: [{ rel: "lrdd", template }] });
  });
}
