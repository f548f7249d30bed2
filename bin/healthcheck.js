#!/usr/bin/env node
// Asks the process of this container whether it can work: exit 0 if so. A worker takes no requests; it answers on its
// metrics port, which like /readyz asks the database first. Plain JavaScript without imports, as it runs every few seconds.
const { ROLE, PORT = "3000", METRICS_PORT = "9464" } = process.env;
const address =
  ROLE === "worker" ? `http://127.0.0.1:${METRICS_PORT}/metrics` : `http://127.0.0.1:${PORT}/readyz`;
try {
  const response = await fetch(address, { signal: AbortSignal.timeout(3000) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
} catch (error) {
  console.error(error.cause?.message ?? error.message);
  process.exitCode = 1;
}
