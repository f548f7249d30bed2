import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createRawServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A server on loopback that ends with the test that started it. */
export interface LoopbackServer {
  readonly port: number;
  /** The connections it was sent since it started. */
  readonly connections: () => number;
}

async function listening(server: Server): Promise<LoopbackServer> {
  const open = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections++;
    open.add(socket);
    // A peer that breaks off is what these servers provoke.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => open.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    const closed = once(server, "close");
    server.close();
    for (const socket of open) socket.destroy();
    await closed;
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return { port: address.port, connections: () => connections };
}

/** A well-behaved HTTP server with a badly behaved handler. */
export const serve = (handler: RequestListener): Promise<LoopbackServer> => listening(createServer(handler));

/** The same behind TLS. */
export const serveTls = (
  identity: { readonly key: string; readonly cert: string },
  handler: RequestListener,
): Promise<LoopbackServer> => listening(createTlsServer(identity, handler));

/** A server that says whatever it likes. */
export const serveRaw = (onConnection: (socket: Socket) => void): Promise<LoopbackServer> =>
  listening(createRawServer(onConnection));
