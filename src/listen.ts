import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigError } from "./settings.ts";

/** How long open requests may take to end once the process is asked to stop. */
const DRAIN_MS = 3000;

/** Gives the port. @throws ConfigError where it cannot be had */
export function listen(server: Server, port: number, host: string, variable: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(asConfigError(error, port, host, variable)),
    );
    server.listen(port, host, () => {
      const address = server.address();
      resolve(isAddressInfo(address) ? address.port : port);
    });
  });
}

function asConfigError(
  error: NodeJS.ErrnoException,
  port: number,
  host: string,
  variable: string,
): ConfigError {
  if (error.code === "EADDRINUSE") {
    return new ConfigError(
      `${variable}: port ${port} on ${host} is in use by another program. Example: ${variable}=${port < 65_535 ? port + 1 : 3000}`,
    );
  }
  if (error.code === "EACCES") {
    return new ConfigError(
      `${variable}: this user may not listen on port ${port}. Let a proxy do that. Example: ${variable}=3000`,
    );
  }
  return new ConfigError(
    `HOST: "${host}" cannot be listened on (${error.code ?? error.message}). Example: HOST=127.0.0.1`,
  );
}

const isAddressInfo = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === "object" && address !== null;

/** Lets open requests end; those that last longer, and open event streams, are cut. */
export async function closeServer(server: Server, endStreams: () => void): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  endStreams();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(cut);
}
