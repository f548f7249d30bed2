import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** What came to the inboxes since the count began. */
export interface Arrivals {
  readonly count: number;
  /** When the last one came, in milliseconds since 1970 with fractions; 0 where none did. */
  readonly lastAt: number;
}

/** Other servers, in one process: they show documents and take whatever is posted. */
export interface Servers {
  readonly origins: readonly string[];
  /** By address; what is not there is answered with 404. */
  readonly documents: Map<string, string>;
  arrivals(): Arrivals;
  /** Begins the count anew. */
  forget(): void;
}

/** Starts servers on as many ports of 127.0.0.1: to whoever delivers, each is a host of its own. */
export async function startServers(count: number): Promise<Servers> {
  const documents = new Map<string, string>();
  let arrivals: Arrivals = { count: 0, lastAt: 0 };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method === "POST") {
      request.resume();
      request.once("end", () => {
        arrivals = { count: arrivals.count + 1, lastAt: performance.timeOrigin + performance.now() };
        response.writeHead(202, { "content-length": 0 }).end();
      });
      return;
    }
    const document = documents.get(`http://${request.headers.host}${request.url}`);
    response
      .writeHead(document === undefined ? 404 : 200, { "content-type": "application/activity+json" })
      .end(document ?? "{}");
  };
  const origins: string[] = [];
  for (let index = 0; index < count; index++) {
    const server = createServer({ keepAliveTimeout: 60_000 }, answer).listen(0, "127.0.0.1", 1024);
    await once(server, "listening");
    origins.push(originOf(server));
  }
  return {
    origins,
    documents,
    arrivals: () => arrivals,
    forget: () => {
      arrivals = { count: 0, lastAt: 0 };
    },
  };
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port");
  return `http://127.0.0.1:${address.port}`;
}
