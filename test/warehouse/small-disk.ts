import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** True where this user may mount: elsewhere tests of a full disk are left out, and that is said. */
export const mayMount: boolean = ((): boolean => {
  if (process.platform !== "linux") return false;
  const folder = mkdtempSync(join(tmpdir(), "eros-disk-"));
  const mounted = mount(folder, 1) === 0;
  if (mounted) unmount(folder);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
})();
if (!mayMount)
  console.warn("SKIPPED: tests of a full disk need the right to mount a small one (run them as root)");

/** A disk of so many megabytes, for one test. */
export function smallDisk(megabytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), "eros-disk-"));
  if (mount(folder, megabytes) !== 0) throw new Error(`no disk could be mounted at ${folder}`);
  onTestFinished(() => {
    unmount(folder);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

function mount(folder: string, megabytes: number): number | null {
  return spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0700`, "tmpfs", folder]).status;
}
function unmount(folder: string): void {
  spawnSync("umount", ["-l", folder]);
}
