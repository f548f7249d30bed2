import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBody } from "./read-body.ts";

const LIMITS = { maxBytes: 100, timeoutMs: 200 };

const server = createAdaptorServer({
  async fetch(request) {
    const body = await readBody(request, LIMITS);
    return Response.json(typeof body === "string" ? { fault: body } : { text: body.text });
  },
});
let port: number;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port");
  port = address.port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** What is answered to a request that says that much of its body and sends this, and no more. */
async function answerTo(header: string, sent: string | Uint8Array): Promise<string> {
  const socket: Socket = connect(port, "127.0.0.1");
  socket.write(`POST / HTTP/1.1\r\nhost: here\r\n${header}\r\n\r\n`);
  socket.write(sent);
  let text = "";
  for await (const piece of socket) {
    text += String(piece);
    if (text.includes("}")) break;
  }
  return text.slice(text.indexOf("{"), text.indexOf("}") + 1);
}

const chunked = "transfer-encoding: chunked";

test.for([
  ["of a length that was said", "content-length: 5", "hello", '{"text":"hello"}'],
  ["in pieces", chunked, "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", '{"text":"hello"}'],
  ["that is none", "content-length: 0", "", '{"text":""}'],
  ["said to be too long, before it comes", "content-length: 101", "", '{"fault":"too-large"}'],
  ["too long in pieces", chunked, `65\r\n${"x".repeat(101)}\r\n`, '{"fault":"too-large"}'],
  ["that stops before its length", "content-length: 5", "hel", '{"fault":"too-slow"}'],
  ["that stops between its pieces", chunked, "2\r\nhe\r\n", '{"fault":"too-slow"}'],
  ["not in UTF-8", "content-length: 2", Uint8Array.from([0x7b, 0xff]), '{"fault":"not-text"}'],
] as const)("a body %s", async ([, header, sent, answer]) => {
  expect(await answerTo(header, sent)).toBe(answer);
});
