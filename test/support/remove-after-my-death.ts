import { spawn } from "node:child_process";

/**
 * Removes a folder when this process has ended, even by `kill -9`: a shell's input ends with us. What still writes
 * there gets some seconds to end.
 */
export function removeAfterMyDeath(folder: string): void {
  const untilGone = 'read -r _; for _ in 1 2 3 4 5 6 7 8 9; do rm -rf "$0" && exit; sleep 1; done';
  spawn("/bin/sh", ["-c", untilGone, folder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  }).unref();
}
