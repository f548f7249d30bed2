import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { notFound } from "#domain/refusal.ts";
import { ASSETS_PATH, PUBLIC_FOLDER } from "#ui/assets.ts";
import { matchesTag } from "./picture-response.ts";
import type { WebApp } from "./services.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".png": "image/png",
};

interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly tag: string;
}

/**
 * Stylesheets, drawings and islands. They are read once, at the start, so that a request chooses among these files and
 * can name no other.
 */
export function assetRoutes(app: WebApp): void {
  const assets = readAssets();
  app.get(`${ASSETS_PATH}/*`, (c) => {
    const asset = assets.get(c.req.path.slice(ASSETS_PATH.length + 1));
    if (asset === undefined) throw notFound("file");
    c.header("etag", asset.tag);
    c.header("cache-control", "public, max-age=300, stale-while-revalidate=86400");
    if (matchesTag(c.req.header("if-none-match"), asset.tag)) return c.body(null, 304);
    c.header("content-type", asset.type);
    return c.body(asset.bytes);
  });
}

function readAssets(): ReadonlyMap<string, Asset> {
  const folder = fileURLToPath(PUBLIC_FOLDER);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.flatMap((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const type = TYPES[path.extname(file)];
      if (type === undefined) return [];
      const bytes = new Uint8Array(readFileSync(file));
      const tag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
      return [[path.relative(folder, file).split(path.sep).join("/"), { bytes, type, tag }] as const];
    }),
  );
}
