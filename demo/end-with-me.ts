import { type ChildProcess, spawn } from "node:child_process";

/** Ends a child when this process ends without having done so, even by `kill -9`: the shell's input ends with us. */
export function endWithMe(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const watcher = spawn("/bin/sh", ["-c", 'read -r _; kill -TERM "$0" 2>/dev/null', String(child.pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  child.once("exit", () => watcher.kill("SIGKILL"));
}
