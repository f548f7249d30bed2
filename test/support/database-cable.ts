import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** The way from an institution to its database, which a test can cut. */
export interface DatabaseCable {
  /** The database's address by this way. */
  readonly url: string;
  /** Ends every connection, and lets none come about. */
  cut(): void;
  /** Lets connections come about again, to the database that has this address now. */
  mend(url: string): void;
  close(): Promise<void>;
}

/** Lays a cable to the database at this address. */
export async function layCable(databaseUrl: string): Promise<DatabaseCable> {
  let port: number | undefined = Number(new URL(databaseUrl).port);
  const open = new Set<Socket>();
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => open.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (port === undefined) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(port, "127.0.0.1");
    keep(far);
    near.pipe(far);
    far.pipe(near);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port");
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  const cut = (): void => {
    port = undefined;
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    url: url.href,
    cut,
    mend(now) {
      port = Number(new URL(now).port);
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      cut();
      await closed;
    },
  };
}
