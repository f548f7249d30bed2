import { once } from "node:events";
import { createAdaptorServer } from "@hono/node-server";

/** Serves on a free port of 127.0.0.1 and gives the port. */
export async function serve(fetch: (request: Request) => Response | Promise<Response>): Promise<number> {
  const server = createAdaptorServer({ fetch });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port");
  return address.port;
}
