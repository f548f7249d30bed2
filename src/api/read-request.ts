import { invalid, tooLarge } from "#domain/refusal.ts";
import { fromJson, isParams, nest, type Params } from "./params.ts";

/** A picture of 20 MB with what a form puts around it. */
const MAX_UPLOAD_BYTES = 21 * 1024 * 1024;
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Everything that a request says, query and body together; of both, the body wins. The body is JSON, a form or a
 * multipart form as its content type says; without one it is whatever it reads as.
 *
 * @throws Refusal invalid where the body is cut short or not what it says it is; too-large
 */
export async function readRequest(request: Request): Promise<Params> {
  const query = nest(new URL(request.url).searchParams);
  if (request.method === "GET" || request.method === "HEAD") return query;
  return { ...query, ...(await readBody(request)) };
}

async function readBody(request: Request): Promise<Params> {
  const type = request.headers.get("content-type") ?? "";
  const isMultipart = /^multipart\/form-data\b/iu.test(type);
  const bytes = await readBytes(request, isMultipart ? MAX_UPLOAD_BYTES : MAX_BODY_BYTES);
  if (bytes.byteLength === 0) return {};
  if (isMultipart) return nest(await readForm(bytes, type));
  const text = new TextDecoder().decode(bytes);
  if (/^application\/(?:[\w.+-]+\+)?json\b/iu.test(type)) return readJson(text);
  if (type !== "" && !/^(?:application\/x-www-form-urlencoded|text\/plain)\b/iu.test(type)) {
    throw invalid("", "Send JSON, a form or a multipart form.");
  }
  // The global fetch of many clients calls a bare string text/plain.
  return /^\s*\{/u.test(text) ? readJson(text) : nest(new URLSearchParams(text));
}

async function readForm(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    throw invalid("", "The form did not arrive whole.");
  }
}

function readJson(text: string): Params {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid("", "The body is not valid JSON.");
  }
  const params = fromJson(value);
  if (!isParams(params)) throw invalid("", "The body must be a JSON object.");
  return params;
}

/** Reads as much as is allowed, and stops at the first byte more. */
async function readBytes(request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const refused = tooLarge("", `The body has more than ${most} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > most) throw refused;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | [] = request.body ?? [];
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > most) throw refused;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
