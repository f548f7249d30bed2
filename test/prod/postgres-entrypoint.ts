import { execFileSync } from "node:child_process";
import path from "node:path";
import type { ChildOptions } from "./child.ts";

/**
 * Does what the official image's entry point does before it serves: a new cluster for the role and the database that the
 * environment names, which asks for passwords.
 *
 * @returns the command that serves it
 */
export function postgresEntrypoint(volume: string, { account, env }: ChildOptions): readonly string[] {
  const { POSTGRES_USER = "", POSTGRES_DB = "", POSTGRES_PASSWORD_FILE = "" } = env;
  const cluster = path.join(volume, "cluster");
  const run = (program: string, args: readonly string[], input = ""): void =>
    void execFileSync(program, args, { ...account, cwd: "/", env: { ...env }, input, stdio: "pipe" });
  run("initdb", [
    `--pgdata=${cluster}`,
    `--username=${POSTGRES_USER}`,
    `--pwfile=${POSTGRES_PASSWORD_FILE}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--no-sync",
  ]);
  run("postgres", ["--single", "-D", cluster, "postgres"], `CREATE DATABASE ${POSTGRES_DB}\n`);
  return ["postgres", "-D", cluster, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="];
}
