// The least that an inbox can do: check one RSA-2048 signature and the digest, and insert the row, in batches.
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { Hono } from "hono";
import postgres from "postgres";
import { z } from "zod";
import { answerCalls } from "../support/calls.ts";
import { serve } from "../support/serve.ts";

const open = z.object({
  databaseUrl: z.string(),
  origin: z.string(),
  keys: z.array(z.object({ keyId: z.string(), publicKeyPem: z.string() })),
});

interface Row {
  readonly keyId: string;
  readonly body: string;
}

/** Inserts rows: those that come while one batch is being written go with the next. */
function createInserter(sql: postgres.Sql): (row: Row) => Promise<void> {
  let next: Row[] = [];
  let scheduled: Promise<void> | undefined;
  let before: Promise<unknown> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await before;
    const batch = next;
    next = [];
    scheduled = undefined;
    before = sql`insert into received ${sql(batch, "keyId", "body")}`.execute();
    await before;
  };
  return (row) => {
    next.push(row);
    return (scheduled ??= flush());
  };
}

/** What was signed, by RFC 9421, for a request whose signature has no parameters but the usual ones. */
function signedText(request: Request, url: URL, input: string): string {
  const names = [...input.slice(0, input.indexOf(")")).matchAll(/"([^"]+)"/gu)].map(([, name = ""]) => name);
  const lines = names.map((name) => {
    if (name === "@method") return `"@method": POST`;
    if (name === "@target-uri") return `"@target-uri": ${url.href}`;
    if (name === "@authority") return `"@authority": ${url.host}`;
    return `"${name}": ${request.headers.get(name)}`;
  });
  return [...lines, `"@signature-params": ${input}`].join("\n");
}

answerCalls({
  async open(argument) {
    const { databaseUrl, origin, keys: listed } = open.parse(argument);
    const sql = postgres(databaseUrl, { max: 4, transform: postgres.camel });
    await sql`create table received (id bigint generated always as identity primary key, key_id text, body text)`;
    const insert = createInserter(sql);
    const keys = new Map<string, KeyObject>(
      listed.map(({ keyId, publicKeyPem }) => [keyId, createPublicKey(publicKeyPem)]),
    );
    const inbox = new URL("/inbox", origin);
    const app = new Hono();
    app.post("/inbox", async (c) => {
      const body = Buffer.from(await c.req.arrayBuffer());
      const { headers } = c.req.raw;
      const digest = createHash("sha256").update(body).digest("base64");
      if (headers.get("content-digest") !== `sha-256=:${digest}:`) return c.text("digest", 401);
      const [, input = ""] = /^[a-z0-9]+=(.*)$/u.exec(headers.get("signature-input") ?? "") ?? [];
      const [, keyId = ""] = /keyid="([^"]+)"/u.exec(input) ?? [];
      const [, signature = ""] = /=:(.*):$/u.exec(headers.get("signature") ?? "") ?? [];
      const key = keys.get(keyId);
      const signed = Buffer.from(signedText(c.req.raw, inbox, input));
      if (key === undefined || !verify("sha256", signed, key, Buffer.from(signature, "base64"))) {
        return c.text("signature", 401);
      }
      await insert({ keyId, body: body.toString() });
      return c.body(null, 202);
    });
    return serve(app.fetch);
  },
});
