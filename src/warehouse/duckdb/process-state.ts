import { readFileSync } from "node:fs";

export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Stopped by Ctrl-Z or a debugger: it keeps what it holds and does nothing. False where the system does not say. */
export function isStopped(pid: number): boolean {
  try {
    // `pid (name) state …`: the name may hold anything, brackets included.
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return /^[Tt]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}
